import { detectableBefore } from '../../benchmark/report/compareEngines.ts';
import {
  type CostForecast,
  type MeasuredUse,
  type PlannedTask,
  forecastCost,
} from '../../benchmark/running/forecastCost.ts';
import type { RunRecord } from '../../benchmark/result.ts';
import type { EngineOffer } from './engineOffers.ts';
import type { StoredRun } from './storedRuns.ts';

/** What a run will come to before anything is sent. */
export interface RunForecast {
  /** By the id of the engine. */
  readonly costs: ReadonlyMap<string, CostForecast>;
  /** What the run can find between two of its engines; `null`: nothing. Absent: there is one engine. */
  readonly detectable?: number | null;
}

export interface RunPlanFacts {
  /** That are chosen. */
  readonly engines: readonly EngineOffer[];
  readonly tasks: readonly PlannedTask[];
  readonly samples: number;
  readonly parameters: RunRecord['parameters'];
  /** On this repository, the newest first. */
  readonly runs: readonly StoredRun[];
}

export function forecastRun({ engines, tasks, samples, parameters, runs }: RunPlanFacts): RunForecast {
  const isCompared = engines.length > 1;
  const smallest = Math.min(...engines.map(({ contextTokens }) => contextTokens));
  const common = isCompared ? { ...parameters, commonContextTokens: smallest } : parameters;
  const measured: MeasuredUse = (...way) => runs.map(({ use }) => use(...way)).find((use) => use !== undefined);
  return {
    costs: new Map(
      engines.map((engine) => [engine.id, forecastCost(engine, { tasks, samples, parameters: common }, measured)]),
    ),
    ...(isCompared ? { detectable: detectableBefore(tasks.length, engines.length) } : {}),
  };
}
