import type { TaskFamily } from '../../benchmark/task.ts';
import type { StoredRun } from './storedRuns.ts';

/**
 * How long the answers may take, in ms, by what each engine took for one on this repository before: the newest run counts.
 * Undefined when one of them was never measured here. Engines are taken to follow one another, so it is rather too much.
 */
export function expectDuration(
  runs: readonly StoredRun[],
  engines: readonly string[],
  counts: Readonly<Partial<Record<TaskFamily, number>>>,
): number | undefined {
  // A hole is asked for in two ways.
  const answers = Object.values(counts).reduce((sum, count) => sum + count, 0) + (counts.infill ?? 0);
  let sumMs = 0;
  for (const id of engines) {
    const perAnswerMs = runs
      .flatMap(({ summary }) => summary.engines)
      .find(({ engine, latency }) => engine.id === id && latency.total !== null)?.latency.total?.p50;
    if (perAnswerMs === undefined) return undefined;
    sumMs += perAnswerMs * answers;
  }
  return sumMs;
}
