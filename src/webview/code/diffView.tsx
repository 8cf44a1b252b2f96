import { useView } from '../viewContext.ts';
import { memo } from '../memo.ts';
import { type DiffLine, parseDiff } from './parseDiff.ts';
import { visibleText } from './visibleText.ts';

/** More is for the diff editor. */
const mostLines = 400;

const markers: Readonly<Record<DiffLine['kind'], string>> = { added: '+', removed: '-', same: ' ', hunk: ' ' };

/** What an edit would change. The marker is text, so neither a color-blind person nor a screen reader needs the color. */
export const DiffView = memo(({ diff }: { readonly diff: string }) => {
  const { words } = useView();
  const lines = parseDiff(diff);
  const hidden = lines.length - mostLines;
  return (
    <div class="diff" role="group" aria-label={words.strings.changes} tabIndex={0}>
      <pre>
        {lines.slice(0, mostLines).map(({ kind, text }, index) => (
          <span key={index} class={`diff-line diff-${kind}`}>
            {`${markers[kind]} ${visibleText(text)}\n`}
          </span>
        ))}
      </pre>
      {hidden > 0 ? <p class="quiet">{words.fill(words.strings.moreLines, words.count(hidden))}</p> : null}
    </div>
  );
});
