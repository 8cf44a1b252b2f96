import type { SyntaxNode } from '../../syntax.ts';
import { isSameCode, type MutableCode, type MutationOperator, type TextChange, textOf } from './mutation.ts';

/** By their last name; the order of what they are given does not matter. */
const symmetric: ReadonlySet<string> = new Set(['max', 'min', 'hypot', 'gcd', 'lcm', 'add', 'is', 'isclose']);

/** Two arguments next to each other change places. */
export const swapArguments: MutationOperator = {
  name: 'swap-arguments',
  changes(node, code) {
    const callee = node.field('function') ?? node.field('constructor');
    const list = node.field('arguments');
    if (callee === undefined || list === undefined || !/^(?:call|new_)/.test(node.type)) return [];
    if (symmetric.has(textOf(callee, code).split('.').at(-1) ?? '')) return [];
    const given = list.children.filter(({ isNamed, type }) => isNamed && type !== 'comment');
    return given.flatMap((left, index) => swapped(left, given[index + 1], code) ?? []);
  },
};

function swapped(left: SyntaxNode, right: SyntaxNode | undefined, code: MutableCode): TextChange | undefined {
  if (right === undefined || !isPlain(left) || !isPlain(right) || isSameCode(left, right, code)) return undefined;
  const between = textOf({ start: left.end, end: right.start }, code);
  // A comment belongs to the argument that it stands by.
  if (/[^\s,]/.test(between)) return undefined;
  return {
    span: { start: left.start, end: right.end },
    replacement: `${textOf(right, code)}${between}${textOf(left, code)}`,
  };
}

/** It stands for its place alone. */
function isPlain({ type }: SyntaxNode): boolean {
  return !/^(?:spread_element|keyword_argument|list_splat|dictionary_splat|generator_expression)$/.test(type);
}
