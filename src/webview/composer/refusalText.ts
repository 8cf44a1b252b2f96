import type { RefusalReason } from '../../chat/chatState.ts';
import type { Words } from '../words.ts';

/** Why a message came back, and what to change. */
export function refusalText(reason: RefusalReason, words: Words): string {
  const { strings } = words;
  switch (reason.kind) {
    case 'no-model':
      return strings.refusedNoModel;
    case 'cannot-chat':
      return words.fill(strings.refusedCannotChat, reason.model);
    case 'answering':
      return strings.refusedAnswering;
    case 'undecided-pair':
      return strings.refusedUndecided;
    case 'kept-neither':
      return strings.keptNeither;
    case 'not-summarized':
      return strings.refusedNotSummarized;
    case 'too-long':
      return words.fill(
        reason.isConversation ? strings.refusedConversationTooLong : strings.refusedMessageTooLong,
        words.count(reason.promptTokens),
        words.count(reason.roomTokens),
      );
  }
}
