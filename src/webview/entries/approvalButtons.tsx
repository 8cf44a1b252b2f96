import type { CallEntry } from '../../chat/chatState.ts';
import { focusComposer } from '../composer/focusComposer.ts';
import { useView } from '../viewContext.ts';

/** Consent to one call. Nothing is applied before; the focus goes on to the composer, as these buttons go away. */
export function ApprovalButtons({ entry }: { readonly entry: CallEntry }) {
  const { words, post } = useView();

  function decide(decision: 'accept' | 'reject'): void {
    post({ kind: 'decide', callId: entry.id, decision });
    focusComposer();
  }

  return (
    <div class="approval">
      <button type="button" class="button" data-testid="edit-accept" onClick={() => decide('accept')}>
        {words.strings.accept}
      </button>
      <button type="button" class="button secondary" data-testid="edit-reject" onClick={() => decide('reject')}>
        {words.strings.reject}
      </button>
      {entry.edit === undefined ? null : (
        <button
          type="button"
          class="button secondary"
          data-testid="edit-review"
          title={words.strings.reviewHint}
          onClick={() => post({ kind: 'review', callId: entry.id })}
        >
          {words.strings.review}
        </button>
      )}
    </div>
  );
}
