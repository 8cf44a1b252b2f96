import type { RunRecord, TaskResult } from '../result.ts';
import { differenceInterval } from '../statistics/differenceInterval.ts';
import { holmCorrection } from '../statistics/holmCorrection.ts';
import type { Interval } from '../statistics/interval.ts';
import { mcnemarExact } from '../statistics/mcnemarExact.ts';
import { smallestDetectableDifference } from '../statistics/pairedDesign.ts';
import { type Verdict, judgeDifference } from '../statistics/verdict.ts';
import { taskVerdicts } from './taskVerdicts.ts';

/** Two engines on the same tasks, through the same prompts. */
export interface EngineComparison {
  readonly firstId: string;
  readonly secondId: string;
  /** Tasks that both have a verdict for. The four counts below add up to it. */
  readonly pairs: number;
  readonly bothSolved: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly neitherSolved: number;
  /** First minus second, of the rates. */
  readonly difference: number;
  /** 95%, see `differenceInterval`; `null` without pairs. */
  readonly interval: Interval | null;
  /** McNemar's exact test, and the same after Holm's correction for the number of comparisons made with this one. */
  readonly pValue: number;
  readonly correctedPValue: number;
  readonly verdict: Verdict;
  /** What a run of this size would have found with 80% power, at the discordance it had; `null`: nothing. */
  readonly detectable: number | null;
}

/** The bootstrap's draws depend on the run's seed alone, so that a report made twice says the same. */
const bootstrapSeed = 20_261_124;
/** The share of discordant pairs that is assumed before any were seen, as for the sizes on offer. */
export const assumedDiscordance = 0.35;

/** Tasks that every engine with verdicts has one for, and how many of them each of these engines solved. */
export interface CommonTasks {
  readonly count: number;
  readonly solved: readonly { readonly engineId: string; readonly solved: number }[];
}

export function compareEngines(run: RunRecord, results: readonly TaskResult[]): readonly EngineComparison[] {
  return correctTogether(comparePairs(run, results));
}

export function commonTasks({ engines }: RunRecord, results: readonly TaskResult[]): CommonTasks {
  // A model that can only complete code is asked nothing that the others are.
  const outcomes = engines
    .map(({ id }) => ({ id, solved: solvedByTask(results, id) }))
    .filter(({ solved }) => solved.size > 0);
  const [first, ...others] = outcomes;
  const ids = [...(first?.solved.keys() ?? [])].filter((id) => others.every(({ solved }) => solved.has(id)));
  return {
    count: ids.length,
    solved: outcomes.map(({ id, solved }) => ({
      engineId: id,
      solved: ids.filter((task) => solved.get(task) === true).length,
    })),
  };
}

/** As it is before it is known how many comparisons there are. */
type Uncorrected = Omit<EngineComparison, 'correctedPValue' | 'verdict'>;

export function comparePairs(run: RunRecord, results: readonly TaskResult[]): readonly Uncorrected[] {
  const ids = run.engines.map(({ id }) => id);
  const pairs = ids.flatMap((firstId, index) => ids.slice(index + 1).map((secondId) => ({ firstId, secondId })));
  const outcomes = new Map(ids.map((id) => [id, solvedByTask(results, id)]));
  const clusters = new Map(results.map(({ taskId, cluster }) => [taskId, cluster]));
  return pairs.map(({ firstId, secondId }) => {
    const second = outcomes.get(secondId);
    const both = [...(outcomes.get(firstId) ?? [])].flatMap(([taskId, isFirst]) => {
      const isSecond = second?.get(taskId);
      return isSecond === undefined
        ? []
        : [
            {
              isFirst,
              isSecond,
              cluster: clusters.get(taskId) ?? taskId,
              difference: Number(isFirst) - Number(isSecond),
            },
          ];
    });
    const count = (first: boolean, other: boolean): number =>
      both.filter(({ isFirst, isSecond }) => isFirst === first && isSecond === other).length;
    const [firstOnly, secondOnly] = [count(true, false), count(false, true)];
    return {
      firstId,
      secondId,
      pairs: both.length,
      bothSolved: count(true, true),
      firstOnly,
      secondOnly,
      neitherSolved: count(false, false),
      difference: both.length === 0 ? 0 : (firstOnly - secondOnly) / both.length,
      interval: differenceInterval(both, bootstrapSeed),
      pValue: mcnemarExact(firstOnly, secondOnly),
      detectable: detectableDifference(both.length, firstOnly + secondOnly),
    };
  });
}

export function correctTogether<T extends Uncorrected>(
  compared: readonly T[],
): readonly (T & Pick<EngineComparison, 'correctedPValue' | 'verdict'>)[] {
  // Two that have no task in common are no comparison.
  const made = compared.filter(({ pairs }) => pairs > 0);
  const corrected = holmCorrection(made.map(({ pValue }) => pValue));
  return compared.map((comparison) => {
    const correctedPValue = corrected[made.indexOf(comparison)] ?? comparison.pValue;
    return { ...comparison, correctedPValue, verdict: judgeDifference(correctedPValue, comparison.interval) };
  });
}

/** Before a run: what so many tasks will show between any two of so many engines, at the discordance that is usual. */
export function detectableBefore(pairs: number, engines: number): number | null {
  return smallestDetectableDifference(pairs, assumedDiscordance, (engines * (engines - 1)) / 2);
}

/** What `pairs` tasks can show at the discordance they had, or the usual one where they had none. */
function detectableDifference(pairs: number, discordantPairs: number): number | null {
  return smallestDetectableDifference(pairs, discordantPairs === 0 ? assumedDiscordance : discordantPairs / pairs);
}

function solvedByTask(results: readonly TaskResult[], engineId: string): ReadonlyMap<string, boolean> {
  const known = taskVerdicts(results, engineId, 'asked').flatMap(({ taskId, isSolved }) =>
    isSolved === null ? [] : [[taskId, isSolved] as const],
  );
  return new Map(known);
}
