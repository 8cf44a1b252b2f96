import { blockStarts } from './markdownParser.ts';

/**
 * An answer cut at its top-level blocks. `closed` blocks are final: appending text cannot change them, so the view
 * renders each once. The blocks in order, `open` last, are the answer again, to the letter.
 */
export interface SplitText {
  readonly closed: readonly string[];
  readonly open: string;
}

export const nothingSplit: SplitText = { closed: [], open: '' };

/**
 * Adds `appended` to an answer that was split before. Costs no more than the open block and what is new.
 *
 * A block is closed only by a *complete* line that starts another one (CommonMark never reopens it): in a line still
 * being written, `#` may become the paragraph text `#define`.
 */
export function appendToSplit(split: SplitText, appended: string): SplitText {
  if (appended === '') return split;
  const text = split.open + appended;
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  if (!appended.includes('\n')) return { closed: split.closed, open: text };

  const starts = blockStarts(complete);
  const closed: string[] = [];
  let from = 0;
  for (const start of starts.slice(1)) {
    closed.push(text.slice(from, start));
    from = start;
  }
  return closed.length === 0
    ? { closed: split.closed, open: text }
    : { closed: [...split.closed, ...closed], open: text.slice(from) };
}
