/** How a document indents. `unknown`: no line of it is indented. */
export type Indentation =
  { readonly kind: 'tabs' } | { readonly kind: 'spaces'; readonly width: number } | { readonly kind: 'unknown' };

/** The whitespace a line begins with. */
export function leadingWhitespace(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** How far a line is indented; a tab reaches to the next multiple of `tabColumns`. */
export function indentColumns(line: string, tabColumns: number): number {
  let columns = 0;
  for (const character of leadingWhitespace(line)) {
    columns += character === '\t' ? tabColumns - (columns % tabColumns) : 1;
  }
  return columns;
}

/**
 * Reads the habit off the lines themselves: tabs or spaces by majority, and as the width of a step the commonest
 * increase from one line to the next.
 */
export function detectIndentation(text: string): Indentation {
  const steps = new Map<number, number>();
  let tabLines = 0;
  let spaceLines = 0;
  let previous = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const whitespace = leadingWhitespace(line);
    if (whitespace.startsWith('\t')) tabLines++;
    else if (whitespace.length > 1) spaceLines++;
    const step = whitespace.length - previous;
    if (!whitespace.includes('\t') && step > 1) steps.set(step, (steps.get(step) ?? 0) + 1);
    previous = whitespace.length;
  }
  if (tabLines === 0 && spaceLines === 0) return { kind: 'unknown' };
  if (tabLines > spaceLines) return { kind: 'tabs' };
  const commonest = [...steps].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
  return { kind: 'spaces', width: commonest?.[0] ?? 4 };
}

/** Rewrites the indentation of every line after the first in the document's manner; a tab is `tabColumns` wide. */
export function adoptIndentation(text: string, indentation: Indentation, tabColumns: number): string {
  if (indentation.kind === 'unknown') return text;
  const [first = '', ...others] = text.split('\n');
  const tab = ' '.repeat(tabColumns);
  const rewritten = others.map((line) => {
    const whitespace = leadingWhitespace(line);
    const adopted =
      indentation.kind === 'tabs'
        ? whitespace.replaceAll(tab, '\t')
        : whitespace.replaceAll('\t', ' '.repeat(indentation.width));
    return adopted + line.slice(whitespace.length);
  });
  return [first, ...rewritten].join('\n');
}
