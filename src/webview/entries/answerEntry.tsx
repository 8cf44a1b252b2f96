import type { Entry } from '../../chat/chatState.ts';
import { AssistantMessage } from './assistantMessage.tsx';
import { CallRow } from './callRow.tsx';
import { NoticeRow } from './noticeRow.tsx';
import { SummaryRow } from './summaryRow.tsx';
import { UserMessage } from './userMessage.tsx';

/** One thing that was said or done. */
export function AnswerEntry({ entry }: { readonly entry: Exclude<Entry, { kind: 'pair' }> }) {
  switch (entry.kind) {
    case 'user':
      return <UserMessage entry={entry} />;
    case 'assistant':
      return <AssistantMessage entry={entry} />;
    case 'call':
      return <CallRow entry={entry} />;
    case 'summary':
      return <SummaryRow entry={entry} />;
    case 'notice':
      return <NoticeRow entry={entry} />;
  }
}
