import type { TaskResult } from '../result.ts';
import { majorityOutcome } from '../statistics/majorityOutcome.ts';

/** What the samples of one task come to, for one engine. */
export interface TaskVerdict {
  readonly taskId: string;
  /** More than half of its samples; `null`: the infrastructure spoiled them all, so nothing is known. */
  readonly isSolved: boolean | null;
  /** In the order of the samples. */
  readonly results: readonly TaskResult[];
}

/**
 * `asked`: every model through the same prompts, which is what models are compared by. `native`: holes through the
 * engine's own infill, as completions use it.
 */
export type Route = 'asked' | 'native';

export function routeOf({ through }: Pick<TaskResult, 'through'>): Route {
  return through === 'infill' ? 'native' : 'asked';
}

/** One verdict a task, in the order in which the tasks first appear. */
export function taskVerdicts(results: readonly TaskResult[], engineId: string, route: Route): readonly TaskVerdict[] {
  const byTask = new Map<string, TaskResult[]>();
  for (const result of results) {
    if (result.engineId !== engineId || routeOf(result) !== route) continue;
    const samples = byTask.get(result.taskId);
    if (samples === undefined) byTask.set(result.taskId, [result]);
    else samples.push(result);
  }
  return [...byTask].map(([taskId, samples]) => verdictOf(taskId, samples));
}

function verdictOf(taskId: string, samples: readonly TaskResult[]): TaskVerdict {
  const results = samples.toSorted((a, b) => a.sample - b.sample);
  const known = results.filter(({ outcome }) => outcome.kind !== 'infrastructure');
  const isSolved = majorityOutcome(known.map(({ outcome }) => outcome.kind === 'solved'));
  return { taskId, isSolved, results };
}
