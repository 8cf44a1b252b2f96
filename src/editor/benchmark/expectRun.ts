import type { EngineSummary } from '../../benchmark/report/summarizeRun.ts';
import type { TaskFamily } from '../../benchmark/task.ts';
import type { RunChoice } from './runChoice.ts';
import type { StoredRun } from './storedRuns.ts';

/** By what engines took on this repository before; undefined where one of them was never measured here. */
export interface Expectation {
  /** Of the answers alone, in ms. Engines are taken to follow one another, so it is rather too much. */
  readonly ms: number | undefined;
}

/** The newest run that says something of an engine counts. `counts`: tasks, by family. */
export function expectRun(
  runs: readonly StoredRun[],
  { engines, samples }: Pick<RunChoice, 'engines' | 'samples'>,
  counts: Readonly<Partial<Record<TaskFamily, number>>>,
): Expectation {
  // A hole is asked for in two ways.
  const tasks = Object.values(counts).reduce((sum, count) => sum + count, 0) + (counts.infill ?? 0);
  const answers = tasks * samples;
  const known = runs.flatMap(({ summary }) => summary.engines);
  const perAnswer = <T>(id: string, read: (summary: EngineSummary) => T | undefined): T | undefined =>
    known
      .filter(({ engine }) => engine.id === id)
      .map(read)
      .find((value) => value !== undefined);
  const ms = sumOf(engines.map((id) => perAnswer(id, ({ latency }) => latency.total?.p50)));
  return { ms: ms === undefined ? undefined : ms * answers };
}

function sumOf(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((sum, value) => (sum === undefined || value === undefined ? undefined : sum + value), 0);
}
