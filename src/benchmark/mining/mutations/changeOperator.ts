import type { SyntaxNode } from '../../syntax.ts';
import { isSameCode, type MutableCode, type MutationOperator, type TextChange, textOf } from './mutation.ts';
import { type Operation, operationOf } from './operation.ts';

const comparisons: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '==': '!=',
  '!=': '==',
  '===': '!==',
  '!==': '===',
  is: 'is not',
  'is not': 'is',
  'not in': 'in',
};
const arithmetic: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '//': '*',
  '%': '*',
  '**': '*',
  '<<': '>>',
  '>>': '<<',
  '>>>': '<<',
  '&': '|',
  '|': '&',
  '^': '&',
};
const logical: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', '??': '&&', and: 'or', or: 'and' };

export const changeComparison: MutationOperator = {
  name: 'change-comparison',
  changes(node, code) {
    const operation = operationOf(node, code);
    const other = operation && otherComparison(operation.symbol, code);
    if (operation === undefined || other === undefined || isSameCode(operation.left, operation.right, code)) return [];
    const isBoundary = /^[<>]/.test(operation.symbol);
    return isBoundary && choosesOperand(node, operation, code) ? [] : [change(operation.operator, other)];
  },
};

export const changeArithmetic: MutationOperator = {
  name: 'change-arithmetic',
  changes(node, code) {
    const operation = operationOf(node, code) ?? augmentedOf(node, code);
    const symbol = operation?.symbol.replace(/(?<=.)=$/, '') ?? '';
    const other = Object.hasOwn(arithmetic, symbol) ? arithmetic[symbol] : undefined;
    if (operation === undefined || other === undefined) return [];
    const { left, right, operator } = operation;
    if (isSameCode(left, right, code) || isNeutral(left, code) || isNeutral(right, code)) return [];
    if (isText(left) || isText(right)) return [];
    return [change(operator, operation.symbol === symbol ? other : `${other}=`)];
  },
};

export const changeLogical: MutationOperator = {
  name: 'change-logical',
  changes(node, code) {
    const operation = operationOf(node, code);
    const other = Object.hasOwn(logical, operation?.symbol ?? '') ? logical[operation?.symbol ?? ''] : undefined;
    if (operation === undefined || other === undefined || isSameCode(operation.left, operation.right, code)) return [];
    // `??` must not stand beside the others without parentheses.
    const around = [node.parent, operation.left, operation.right].map((one) => one && operationOf(one, code)?.symbol);
    const isMixed = operation.symbol === '??' && around.some((symbol) => Object.hasOwn(logical, symbol ?? ''));
    return isMixed ? [] : [change(operation.operator, other)];
  },
};

function otherComparison(symbol: string, { dialect }: MutableCode): string | undefined {
  if (symbol === 'in') return dialect === 'python' ? 'not in' : undefined;
  return Object.hasOwn(comparisons, symbol) ? comparisons[symbol] : undefined;
}

function change(operator: SyntaxNode, replacement: string): TextChange {
  return { span: { start: operator.start, end: operator.end }, replacement };
}

function augmentedOf(node: SyntaxNode, code: MutableCode): Operation | undefined {
  if (node.type !== 'augmented_assignment_expression' && node.type !== 'augmented_assignment') return undefined;
  const [left, operator, right] = [node.field('left'), node.field('operator'), node.field('right')];
  return left && operator && right && { left, operator, right, symbol: textOf(operator, code) };
}

/** With 0 or 1 many operators do the same, or nothing. */
function isNeutral(operand: SyntaxNode, code: MutableCode): boolean {
  return /^[01](?:\.0*)?$/.test(textOf(operand, code));
}

/** Text is joined by `+`, repeated by `*` and filled in by `%`: another operator would not be a mistake that people make. */
function isText(operand: SyntaxNode): boolean {
  let node: SyntaxNode | undefined = operand;
  while (node?.type === 'binary_expression' || node?.type === 'binary_operator') {
    if (/string/.test(node.field('right')?.type ?? '')) return true;
    node = node.field('left');
  }
  return node !== undefined && /string/.test(node.type);
}

/** `a > b ? a : b`, `if (a > best) best = a`: between equal ones it does not matter. */
function choosesOperand(node: SyntaxNode, { left, right }: Operation, code: MutableCode): boolean {
  const outer = node.parent?.type === 'parenthesized_expression' ? node.parent.parent : node.parent;
  if (outer === undefined) return false;
  const chosen = outer.type.startsWith('if_') ? assignedIn(outer) : outer.children.filter(({ isNamed }) => isNamed);
  const isOperand = (one: SyntaxNode): boolean => isSameCode(one, left, code) || isSameCode(one, right, code);
  return chosen.filter((one) => one !== node && isOperand(one)).length >= 2;
}

/** Both sides of the only assignment that the `if` makes. */
function assignedIn(statement: SyntaxNode): readonly SyntaxNode[] {
  let node = statement.field('consequence');
  while (node !== undefined && !node.type.startsWith('assignment')) {
    const inside: readonly SyntaxNode[] = node.children.filter(({ isNamed, type }) => isNamed && type !== 'comment');
    node = inside.length === 1 ? inside[0] : undefined;
  }
  const [left, right] = [node?.field('left'), node?.field('right')];
  return left === undefined || right === undefined ? [] : [left, right];
}
