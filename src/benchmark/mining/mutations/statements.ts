import type { SyntaxNode } from '../../syntax.ts';
import { startsLine } from '../functions/lineIndentation.ts';
import type { MutableCode, TextChange } from './mutation.ts';

const blockTypes: ReadonlySet<string> = new Set(['statement_block', 'block', 'switch_case', 'switch_default']);

/** What stands in the same block, in order and without comments. Empty: it is in none, such as an `if` without braces. */
export function statementsBeside(statement: SyntaxNode): readonly SyntaxNode[] {
  const block = statement.parent;
  if (block === undefined || !blockTypes.has(block.type)) return [];
  return statementsIn(block);
}

export function statementsIn(block: SyntaxNode): readonly SyntaxNode[] {
  return block.children.filter(({ isNamed, type }) => isNamed && type !== 'comment');
}

/** With its lines and the comment behind it, where it has them for itself; with a `;` that the grammar leaves outside. */
export function removeStatement({ start, end }: SyntaxNode, { text }: MutableCode): TextChange {
  const rest = /^[ \t]*;?[ \t]*(?:(?:\/\/|#)[^\n]*?)?(?=\r?\n|$)/.exec(text.slice(end, end + 200));
  if (rest === null || !startsLine(text, start)) return { span: { start, end }, replacement: '' };
  // The line end before it goes with it, for the one behind it may be outside of the function.
  const lineEnd = text.lastIndexOf('\n', start - 1);
  const from = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  return { span: { start: Math.max(0, from), end: end + rest[0].length }, replacement: '' };
}
