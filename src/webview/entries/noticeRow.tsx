import type { NoticeEntry } from '../../chat/chatState.ts';
import { ActionButton } from '../actionButton.tsx';
import { Codicon } from '../codicon.tsx';
import { memo } from '../memo.ts';
import { useView } from '../viewContext.ts';

/** Something that happened beside the conversation, with the next step. */
export const NoticeRow = memo(({ entry }: { readonly entry: NoticeEntry }) => {
  const { strings } = useView().words;
  return (
    <section
      class={`entry notice notice-${entry.severity}`}
      data-testid="notice"
      data-entry={entry.id}
      aria-label={strings[entry.severity]}
    >
      <Codicon name={entry.severity} />
      <p>{entry.text}</p>
      {entry.action === undefined ? null : <ActionButton action={entry.action} testId="notice-action" />}
    </section>
  );
});
