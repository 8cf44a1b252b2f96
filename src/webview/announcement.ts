import type { ChatState } from '../chat/chatState.ts';
import { refusalText } from './composer/refusalText.ts';
import type { Words } from './words.ts';

/**
 * What a screen reader is told when `before` became `after`: that an answer began, ended or waits for a decision, and
 * what went wrong. Never the tokens in between.
 */
export function announcement(before: ChatState, after: ChatState, words: Words): string | undefined {
  const { strings } = words;
  if (after.refused !== undefined && after.refused !== before.refused) return refusalText(after.refused.reason, words);

  const last = after.entries.at(-1);
  const isNew = last !== undefined && !before.entries.includes(last);
  if (isNew && last.kind === 'notice') return last.text;
  if (isNew && last.kind === 'call' && last.progress === 'awaiting-approval' && last.edit !== undefined) {
    const { path, addedLines, removedLines } = last.edit;
    return words.fill(strings.announceDecision, path, words.count(addedLines), words.count(removedLines));
  }

  const wasIdle = before.activity.kind === 'idle';
  const isIdle = after.activity.kind === 'idle';
  if (wasIdle && !isIdle) return strings.announceAnswering;
  if (wasIdle || !isIdle) return undefined;
  const answer = after.entries.findLast((entry) => entry.kind === 'assistant');
  switch (answer?.progress) {
    case undefined:
    case 'streaming':
      return undefined;
    case 'done':
      return strings.announceAnswered;
    case 'stopped':
      return strings.announceStopped;
    case 'failed':
      return strings.announceFailed;
    case 'cut-off':
      return strings.announceCutOff;
  }
}
