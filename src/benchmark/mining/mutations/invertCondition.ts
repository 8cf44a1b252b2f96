import type { SyntaxNode } from '../../syntax.ts';
import { isSameCode, type MutableCode, type MutationOperator, type TextChange, textOf } from './mutation.ts';
import { operationOf } from './operation.ts';

/** The condition of an `if` or of a choice between two values becomes its opposite. Loops are left: they might not end. */
export const invertCondition: MutationOperator = {
  name: 'invert-condition',
  changes(node, code) {
    const condition = conditionOf(node, code);
    return condition === undefined ? [] : [invert(condition, code)];
  },
};

function conditionOf(node: SyntaxNode, code: MutableCode): SyntaxNode | undefined {
  switch (node.type) {
    case 'if_statement':
    case 'elif_clause': {
      const [consequence, alternative] = [node.field('consequence'), node.field('alternative')];
      const isMeant = consequence !== undefined && !isEmpty(consequence);
      const isAlike = consequence && alternative && isSameCode(consequence, bodyOf(alternative), code);
      return isMeant && isAlike !== true ? node.field('condition') : undefined;
    }
    case 'ternary_expression': {
      const [consequence, alternative] = [node.field('consequence'), node.field('alternative')];
      if (consequence === undefined || alternative === undefined) return undefined;
      return isSameCode(consequence, alternative, code) ? undefined : node.field('condition');
    }
    case 'conditional_expression': {
      const [consequence, condition, alternative] = node.children.filter(({ isNamed }) => isNamed);
      if (consequence === undefined || alternative === undefined) return undefined;
      return isSameCode(consequence, alternative, code) ? undefined : condition;
    }
    default:
      return undefined;
  }
}

function isEmpty(block: SyntaxNode): boolean {
  return block.type === 'statement_block' && !block.children.some(({ isNamed, type }) => isNamed && type !== 'comment');
}

/** Of an `else`. */
function bodyOf(alternative: SyntaxNode): SyntaxNode {
  return alternative.children.findLast(({ isNamed, type }) => isNamed && type !== 'comment') ?? alternative;
}

const opposites: ReadonlyMap<string, string> = new Map(
  [
    ['===', '!=='],
    ['==', '!='],
    ['<', '>='],
    ['>', '<='],
    ['in', 'not in'],
    ['is', 'is not'],
  ].flatMap(([a = '', b = '']) => [
    [a, b],
    [b, a],
  ]),
);

function invert(condition: SyntaxNode, code: MutableCode): TextChange {
  const inner = condition.type === 'parenthesized_expression' ? onlyChild(condition) : undefined;
  const node = inner ?? condition;
  const negated = negatedBy(node);
  if (negated !== undefined) return { span: { start: node.start, end: negated.start }, replacement: '' };
  const operation = operationOf(node, code);
  // In a script, `in` has no opposite of its own.
  const isWord = operation !== undefined && /^[a-z]/.test(operation.symbol);
  const opposite = isWord && code.dialect === 'script' ? undefined : opposites.get(operation?.symbol ?? '');
  if (operation !== undefined && opposite !== undefined) return { span: operation.operator, replacement: opposite };
  const written = textOf(node, code);
  const operand = simpleTypes.has(node.type) ? written : `(${written})`;
  return { span: node, replacement: code.dialect === 'python' ? `not ${operand}` : `!${operand}` };
}

function onlyChild(node: SyntaxNode): SyntaxNode | undefined {
  const inside = node.children.filter(({ isNamed }) => isNamed);
  return inside.length === 1 ? inside[0] : undefined;
}

function negatedBy(node: SyntaxNode): SyntaxNode | undefined {
  const isNegation =
    node.type === 'not_operator' || (node.type === 'unary_expression' && node.field('operator')?.type === '!');
  return isNegation ? node.field('argument') : undefined;
}

/** A negation before them needs no parentheses. */
const simpleTypes: ReadonlySet<string> = new Set([
  'identifier',
  'member_expression',
  'subscript_expression',
  'call_expression',
  'parenthesized_expression',
  'attribute',
  'subscript',
  'call',
]);
