import { breakChain } from './breakChain.ts';
import { changeConstant } from './changeConstant.ts';
import { changeArithmetic, changeComparison, changeLogical } from './changeOperator.ts';
import { dropStatement } from './dropStatement.ts';
import { invertCondition } from './invertCondition.ts';
import type { MutationOperator } from './mutation.ts';
import { removeGuard } from './removeGuard.ts';
import { swapArguments } from './swapArguments.ts';
import { swapOperands } from './swapOperands.ts';

/** Their names are in task files, as the `operator` of a task. */
export const mutationOperators: readonly MutationOperator[] = [
  invertCondition,
  changeComparison,
  changeArithmetic,
  changeLogical,
  changeConstant,
  swapOperands,
  swapArguments,
  dropStatement,
  breakChain,
  removeGuard,
];
