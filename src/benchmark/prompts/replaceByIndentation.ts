import { indentColumns, leadingWhitespace } from '../../completion/indentation.ts';

const tabColumns = 4;

/**
 * Puts a function in the place of the one with the same first line, which must be there once, where no grammar tells
 * where it ends: it is that line, the deeper ones below it, and what closes it at its own depth. `undefined`: there is no
 * such line.
 */
export function replaceByIndentation(text: string, block: string): string | undefined {
  const written = block
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n');
  const [head = ''] = written;
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === head.trim());
  if (head.trim() === '' || start === -1) return undefined;
  if (lines.some((line, index) => index > start && line.trim() === head.trim())) return undefined;
  const from = leadingWhitespace(head);
  const to = leadingWhitespace(lines[start] ?? '');
  const placed = written.map((line) =>
    line.startsWith(from) && line.trim() !== '' ? to + line.slice(from.length) : line,
  );
  return [...lines.slice(0, start), ...placed, ...lines.slice(endBelow(lines, start))].join('\n');
}

function endBelow(lines: readonly string[], start: number): number {
  const depth = indentColumns(lines[start] ?? '', tabColumns);
  let end = start + 1;
  for (let line = end; line < lines.length; line += 1) {
    const text = lines[line] ?? '';
    if (text.trim() === '') continue;
    const own = indentColumns(text, tabColumns);
    if (own > depth) end = line + 1;
    else return own === depth && /^\s*(?:[\])}]|end\b)/.test(text) ? line + 1 : end;
  }
  return end;
}
