import type { SyntaxNode } from '../../syntax.ts';
import { isSameCode, type MutableCode, type MutationOperator, textOf } from './mutation.ts';
import { type Operation, operationOf } from './operation.ts';

/** Those for which the order matters; operators of a group bind alike. */
const groups: readonly (readonly string[])[] = [
  ['-', '+'],
  ['/', '%', '//', '*'],
  ['**'],
  ['<<', '>>', '>>>'],
  ['<', '<=', '>', '>='],
];
const commutative: ReadonlySet<string> = new Set(['+', '*']);

/** `a - b` becomes `b - a`. */
export const swapOperands: MutationOperator = {
  name: 'swap-operands',
  changes(node, code) {
    const operation = operationOf(node, code);
    if (operation === undefined || isSameCode(operation.left, operation.right, code)) return [];
    const { left, right, symbol } = operation;
    const group = groups.find((symbols) => symbols.includes(symbol));
    if (group === undefined || commutative.has(symbol)) return [];
    // `"%s" % x` is no arithmetic, and `-x ** y` is not what it seems.
    if (/string/.test(left.type) || (symbol === '**' && /^(?:unary|await)/.test(right.type))) return [];
    const between = textOf({ start: left.end, end: right.start }, code);
    const moved = bindsAlike(left, group, code) ? `(${textOf(left, code)})` : textOf(left, code);
    return [{ span: node, replacement: `${textOf(right, code)}${between}${moved}` }];
  },
};

/** On the right, it would be taken apart. */
function bindsAlike(left: SyntaxNode, group: readonly string[], code: MutableCode): boolean {
  const inner: Operation | undefined = operationOf(left, code);
  return inner !== undefined && group.includes(inner.symbol);
}
