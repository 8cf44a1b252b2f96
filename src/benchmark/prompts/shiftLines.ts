import { leadingWhitespace } from '../../completion/indentation.ts';
import type { TextSpan } from '../mining/minedFile.ts';
import { walkSyntax } from '../mining/walkSyntax.ts';
import type { SyntaxNode } from '../syntax.ts';

/**
 * Moves every line after the first of a piece of `text` from one indentation to another. Lines that begin within a string
 * stay, for their indentation is part of its value; empty lines stay empty.
 */
export function shiftLines(
  text: string,
  { start, end }: TextSpan,
  { from, to, strings }: { readonly from: string; readonly to: string; readonly strings: readonly TextSpan[] },
): string {
  const piece = text.slice(start, end);
  if (from === to) return piece;
  const [first = '', ...others] = piece.split('\n');
  const lines = [first];
  let offset = start + first.length + 1;
  let next = 0;
  for (const line of others) {
    while ((strings[next]?.end ?? Infinity) <= offset) next += 1;
    const isInString = (strings[next]?.start ?? Infinity) < offset;
    lines.push(isInString || line.trim() === '' ? line : moved(line, from, to));
    offset += line.length + 1;
  }
  return lines.join('\n');
}

function moved(line: string, from: string, to: string): string {
  if (line.startsWith(from)) return to + line.slice(from.length);
  const own = leadingWhitespace(line);
  // Less deep than it began: as much less deep there.
  return to.slice(0, Math.max(0, to.length - (from.length - own.length))) + line.slice(own.length);
}

/** Of strings that hold a line end, in their order, none within another. Code within a template's `${}` counts as string. */
export function stringsOver(root: SyntaxNode, text: string): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  for (const node of walkSyntax(root, ({ type }) => !isString(type))) {
    if (isString(node.type) && text.slice(node.start, node.end).includes('\n')) {
      spans.push({ start: node.start, end: node.end });
    }
  }
  return spans;
}

function isString(type: string): boolean {
  return type === 'string' || type === 'template_string';
}
