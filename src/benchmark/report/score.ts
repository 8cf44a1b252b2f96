import type { Interval } from '../statistics/interval.ts';
import { passAllK, passAtK } from '../statistics/passAtK.ts';
import { wilsonInterval } from '../statistics/wilsonInterval.ts';
import type { TaskVerdict } from './taskVerdicts.ts';

/** How many of some tasks were solved, and what that says about all such tasks. */
export interface Score {
  readonly solved: number;
  /** Tasks with a verdict. */
  readonly counted: number;
  /** Tasks without one, for the infrastructure failed. */
  readonly unknown: number;
  /** Wilson, 95%, of the rate; `null` without tasks. */
  readonly interval: Interval | null;
  /** Where there are several samples of each task: at least one of `k` solves it, all of `k` do. Means over tasks. */
  readonly repeated: { readonly k: number; readonly any: number; readonly all: number } | null;
}

export function scoreOf(verdicts: readonly TaskVerdict[]): Score {
  const known = verdicts.filter(({ isSolved }) => isSolved !== null);
  const solved = known.filter(({ isSolved }) => isSolved === true).length;
  return {
    solved,
    counted: known.length,
    unknown: verdicts.length - known.length,
    interval: wilsonInterval(solved, known.length),
    repeated: repeatedOf(known),
  };
}

/** With the fewest samples that any task has, so that each counts the same. */
function repeatedOf(known: readonly TaskVerdict[]): Score['repeated'] {
  const counts = known.map(({ results }) => {
    const valid = results.filter(({ outcome }) => outcome.kind !== 'infrastructure');
    return { samples: valid.length, solved: valid.filter(({ outcome }) => outcome.kind === 'solved').length };
  });
  const k = Math.min(...counts.map(({ samples }) => samples));
  if (counts.length === 0 || k < 2) return null;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    k,
    any: mean(counts.map(({ samples, solved }) => passAtK(samples, solved, k))),
    all: mean(counts.map(({ samples, solved }) => passAllK(samples, solved, k))),
  };
}
