import type { UserEntry } from '../../chat/chatState.ts';
import { memo } from '../memo.ts';
import { useView } from '../viewContext.ts';

/** What the user wrote, as written. */
export const UserMessage = memo(({ entry }: { readonly entry: UserEntry }) => {
  const { words } = useView();
  return (
    <article class="entry user-message" data-testid="message-user" data-entry={entry.id} aria-label={words.strings.you}>
      <div class="user-card">{entry.text}</div>
    </article>
  );
});
