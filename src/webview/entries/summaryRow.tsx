import { useState } from 'preact/hooks';
import type { SummaryEntry } from '../../chat/chatState.ts';
import { visibleText } from '../code/visibleText.ts';
import { Codicon } from '../codicon.tsx';
import { memo } from '../memo.ts';
import { useView } from '../viewContext.ts';

/** Where the model goes on with a summary; unfolded, what it has of the messages above. */
export const SummaryRow = memo(({ entry }: { readonly entry: SummaryEntry }) => {
  const { words } = useView();
  const [isUnfolded, setUnfolded] = useState(false);
  const { icon, label } = headOf(entry.progress);
  const hasMore = entry.text !== '';
  const { tokens } = entry;
  return (
    <section
      class="entry call-row summary-row"
      data-testid="summary-row"
      data-entry={entry.id}
      data-progress={entry.progress}
      aria-label={label}
    >
      <div class="call-head">
        <button
          type="button"
          class="call-fold"
          aria-expanded={isUnfolded && hasMore}
          disabled={!hasMore}
          onClick={() => setUnfolded(!isUnfolded)}
        >
          <Codicon name={icon} spin={entry.progress === 'running'} />
          <span class="call-verb">{label}</span>
        </button>
        {tokens === undefined ? null : (
          <span class="call-summary">
            {words.fill(
              words.strings.summarizedTokens,
              words.roughCount(tokens.before),
              words.roughCount(tokens.after),
            )}
          </span>
        )}
        <span class="spacer" />
        {hasMore ? <Codicon name={isUnfolded ? 'chevron-down' : 'chevron-right'} /> : null}
      </div>
      {isUnfolded && hasMore ? (
        <div class="summary-text" data-testid="summary-text">
          <p>{words.strings.summaryHint}</p>
          <div class="thinking-text">{visibleText(entry.text)}</div>
        </div>
      ) : null}
    </section>
  );

  function headOf(progress: SummaryEntry['progress']): { readonly icon: string; readonly label: string } {
    const { strings } = words;
    switch (progress) {
      case 'running':
        return { icon: 'loading', label: strings.summarizing };
      case 'done':
        return { icon: 'fold', label: strings.summarized };
      case 'stopped':
        return { icon: 'circle-slash', label: strings.summaryStopped };
      case 'failed':
        return { icon: 'error', label: strings.summaryFailed };
    }
  }
});
