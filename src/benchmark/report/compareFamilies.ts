import type { RunRecord, TaskResult } from '../result.ts';
import { type TaskFamily, taskFamilies } from '../task.ts';
import { comparePairs, correctTogether, type EngineComparison } from './compareEngines.ts';

/** On the tasks of one kind. */
export interface FamilyComparison extends EngineComparison {
  readonly family: TaskFamily;
}

/** Each two engines on each kind of task that they have in common, corrected for all of these comparisons together. */
export function compareFamilies(run: RunRecord, results: readonly TaskResult[]): readonly FamilyComparison[] {
  return correctTogether(
    taskFamilies.flatMap((family) => {
      const own = results.filter((result) => result.family === family);
      return comparePairs(run, own).flatMap((pair) => (pair.pairs === 0 ? [] : [{ ...pair, family }]));
    }),
  );
}
