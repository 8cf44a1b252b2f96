import type { SyntaxNode } from '../../syntax.ts';
import { isSameCode, type MutationOperator } from './mutation.ts';
import { removeStatement, statementsBeside, statementsIn } from './statements.ts';

const exitTypes: ReadonlySet<string> = new Set([
  'return_statement',
  'throw_statement',
  'raise_statement',
  'continue_statement',
]);

/** An `if` that leaves early is forgotten. */
export const removeGuard: MutationOperator = {
  name: 'remove-guard',
  changes(node, code) {
    const exit = exitOf(node);
    const beside = statementsBeside(node);
    const next = beside[beside.indexOf(node) + 1];
    // At the end it would be left all the same; and what comes next may do just what the guard does.
    if (exit === undefined || !beside.includes(node) || next === undefined || isSameCode(exit, next, code)) return [];
    return [removeStatement(node, code)];
  },
};

/** What the `if` is there for: `undefined` where it does more, or otherwise something else. */
function exitOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type !== 'if_statement' || node.field('alternative') !== undefined) return undefined;
  const consequence = node.field('consequence');
  if (consequence === undefined) return undefined;
  const isBlock = consequence.type === 'statement_block' || consequence.type === 'block';
  const [only, ...more] = isBlock ? statementsIn(consequence) : [consequence];
  return only !== undefined && more.length === 0 && exitTypes.has(only.type) ? only : undefined;
}
