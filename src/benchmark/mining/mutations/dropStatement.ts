import type { SyntaxNode } from '../../syntax.ts';
import { isSameCode, type MutableCode, type MutationOperator, textOf } from './mutation.ts';
import { removeStatement, statementsBeside } from './statements.ts';

/** A statement is forgotten: a call, or an assignment to what exists without it. */
export const dropStatement: MutationOperator = {
  name: 'drop-statement',
  changes(node, code) {
    if (node.type !== 'expression_statement') return [];
    const beside = statementsBeside(node);
    const isAlone = beside.length === 1 && code.dialect === 'python';
    const [expression] = node.children.filter(({ isNamed, type }) => isNamed && type !== 'comment');
    if (!beside.includes(node) || isAlone || expression === undefined || !hasEffect(expression, code)) return [];
    const removal = removeStatement(node, code);
    // Beside others on its line, a `;` would be left that Python does not take.
    return code.dialect === 'python' && removal.span.start === node.start ? [] : [removal];
  },
};

function hasEffect(expression: SyntaxNode, code: MutableCode): boolean {
  switch (expression.type) {
    case 'call':
    case 'call_expression':
      // Without it, an object is not even made.
      return !/^super\b/.test(textOf(expression, code));
    case 'await':
    case 'await_expression':
    case 'yield':
    case 'yield_expression':
    case 'update_expression':
    case 'augmented_assignment':
    case 'augmented_assignment_expression':
      return true;
    case 'assignment_expression':
    case 'assignment': {
      const [left, right] = [expression.field('left'), expression.field('right')];
      if (left === undefined || right === undefined || isSameCode(left, right, code)) return false;
      // In Python, the first assignment of a name declares it.
      return expression.type === 'assignment_expression' || left.type === 'attribute' || left.type === 'subscript';
    }
    default:
      return false;
  }
}
