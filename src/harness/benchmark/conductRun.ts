/** A run from its tasks and engines to a folder of results. The command line and the editor both come through here. */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { systemClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { promptVersion } from '../../benchmark/prompts/promptVersion.ts';
import { resultSchemaVersion, type RunRecord } from '../../benchmark/result.ts';
import { type BenchmarkEngine, needsMachine } from '../../benchmark/running/benchmarkEngine.ts';
import { chooseTasks } from '../../benchmark/running/chooseTasks.ts';
import { distinctLabels } from '../../benchmark/running/distinctLabels.ts';
import { gradeInWorkshop } from '../../benchmark/running/gradeInWorkshop.ts';
import type { FindMeter } from '../../benchmark/running/energyMeter.ts';
import { mixFamilies } from '../../benchmark/running/mixFamilies.ts';
import type { PauseGate } from '../../benchmark/running/pauseGate.ts';
import { createPerform } from '../../benchmark/running/performTask.ts';
import { type Inability, planRun, type RunItem } from '../../benchmark/running/planRun.ts';
import { createPutTask } from '../../benchmark/running/putTask.ts';
import { isLasting, lastingResults } from '../../benchmark/running/resultJournal.ts';
import { runBenchmark } from '../../benchmark/running/runBenchmark.ts';
import type { RunEnd, RunProgress } from '../../benchmark/running/runProgress.ts';
import { isInShard, type Shard } from '../../benchmark/running/shard.ts';
import { createTurns } from '../../benchmark/running/turns.ts';
import { type Task, taskFamilies, type TaskFamily } from '../../benchmark/task.ts';
import type { Workshop } from '../../benchmark/workshop.ts';
import { type EnergyChoice, energyPlaces, openEnergy, type OpenedEnergy } from '../energy/openEnergy.ts';
import { openRunFolder } from '../run/runFolder.ts';
import { createInfillScorer } from '../../benchmark/scoring/infillScorer.ts';
import type { ContainerChoice } from '../sandbox/container/containerChoice.ts';
import { createSyntax } from '../syntax/createSyntax.ts';
import { createWorkshop } from '../workshop/createWorkshop.ts';
import { runnerVersions } from './runnerVersions.ts';
import { type TaskSet, taskSetDigest } from './taskSet.ts';

export interface RunRequest {
  /** Where the run is kept. If it holds this run already, what is left of it is done. */
  readonly folder: string;
  /** Top of the repository, or the folder, that the tasks are set in. Undefined: they bring their files. */
  readonly checkout: string | undefined;
  readonly taskSet: TaskSet;
  /** All of them by default. */
  readonly families?: readonly TaskFamily[];
  /** How many tasks, when there are as many. */
  readonly count: number;
  readonly seed: string;
  readonly samples: number;
  /** See `runParameters`. */
  readonly parameters: RunRecord['parameters'];
  /** `null`: no limit. */
  readonly caps: RunRecord['caps'];
  readonly shard: Shard | null;
  /** Where tests run; undefined: in what the system offers. */
  readonly container?: ContainerChoice | undefined;
  /** Ready to answer. They are still open afterwards. */
  readonly engines: readonly BenchmarkEngine[];
  readonly hardware: RunRecord['hardware'];
  readonly energy: EnergyChoice;
  readonly parityVersion: string;
  readonly gate: PauseGate;
  readonly log: Log;
}

export type ConductEvent =
  /** `run`: as it is recorded; of one that goes on, as it was begun. */
  | {
      readonly kind: 'opened';
      readonly run: RunRecord;
      readonly inabilities: readonly Inability[];
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'progress'; readonly progress: RunProgress };

/**
 * Rejects with an `AbortError` when `signal` aborts; what was finished until then is kept, and the same request goes on
 * from there. Rejects with `RunFolderProblem` when the folder holds another run.
 */
export async function conductRun(
  request: RunRequest,
  onEvent: (event: ConductEvent) => void,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { folder, gate, log } = request;
  const engines = distinctLabels(request.engines);
  const parameters = withCommonContext(request.parameters, engines);
  const { families = taskFamilies, count, seed, samples, taskSet, shard } = request;
  const chosen =
    taskSet.chosen === undefined ? await chooseTasks(taskSet.tasks, { families, count, seed }) : taskSet.tasks;
  const tasks = shard === null ? chosen : chosen.filter(({ id }) => isInShard(id, shard));
  const workshop = await createWorkshop({ checkout: request.checkout, container: request.container }, signal);
  const syntax = createSyntax();
  const scorer = createInfillScorer(syntax);
  let energy: OpenedEnergy | undefined;
  try {
    // The engines are ready and asked nothing yet: what the machine takes now, it takes when idle.
    if (engines.some(({ record }) => needsMachine(record))) {
      energy = await openEnergy(request.energy, energyPlaces(systemClock), signal);
    }
    // What the plan depends on is the same in a run that goes on, else it is refused as another one.
    const questions = { seed, samples, parameters, promptVersion };
    const { items, inabilities } = await planRun(mixFamilies(tasks), engines, questions, signal);
    const run = await runRecord(
      { ...request, engines, parameters },
      { chosen, tasks, items, workshop, energy },
      signal,
    );
    const opened = await openRunFolder(folder, { run, tasks }, signal);
    try {
      await syntax.prepare([...new Set(tasks.map(({ language }) => language))].toSorted(), signal);
      const known = new Set(
        lastingResults(opened.journal.earlier)
          .filter(isLasting)
          .map(({ key }) => key),
      );
      const done = items.filter(({ key }) => known.has(key)).length;
      onEvent({ kind: 'opened', run: opened.run, inabilities, done, total: items.length });
      const perform = createPerform({
        workshop,
        put: createPutTask(syntax),
        grade: gradeInWorkshop(workshop),
        scoreInfill: scorer.score,
        // Tests of one task use about two processors.
        turns: createTurns(Math.max(1, Math.floor(availableParallelism() / 2))),
        parameters,
        repository: taskSet.repository.name,
        clock: systemClock,
        log,
      });
      const meterOf: FindMeter = (record) => energy?.meterOf(record);
      return await runBenchmark(
        items,
        // A sitting may have other caps than the first one had.
        request.caps,
        {
          perform,
          journal: opened.journal,
          ledger: opened.ledger,
          gate,
          clock: systemClock,
          meterOf,
          timestamp: () => new Date().toISOString(),
          onProgress: (progress) => onEvent({ kind: 'progress', progress }),
        },
        signal,
      );
    } finally {
      await opened.close();
    }
  } finally {
    scorer.dispose();
    energy?.dispose();
    await workshop.dispose();
  }
}

/** Engines that are compared get the same prompts. The one with the least room decides how much they hold. */
function withCommonContext(
  parameters: RunRecord['parameters'],
  engines: readonly Pick<BenchmarkEngine, 'model'>[],
): RunRecord['parameters'] {
  const sizes = engines.flatMap(({ model }) => (model.capabilities.chat ? [model.contextTokens] : []));
  return sizes.length < 2 ? parameters : { ...parameters, commonContextTokens: Math.min(...sizes) };
}

interface RunContents {
  /** Of the whole run. */
  readonly chosen: readonly Task[];
  /** Of this shard of it. */
  readonly tasks: readonly Task[];
  readonly items: readonly RunItem[];
  readonly workshop: Workshop;
  readonly energy: OpenedEnergy | undefined;
}

async function runRecord(
  request: RunRequest,
  { chosen, tasks, items, workshop, energy }: RunContents,
  signal: AbortSignal,
): Promise<RunRecord> {
  const { checkout, taskSet, seed, samples, parameters, caps, shard, engines, hardware, parityVersion } = request;
  const {
    memoryBytes = null,
    processes = null,
    level,
    isOffline,
    isContained,
    container,
    shortfall,
  } = workshop.sandbox;
  const createdAt = new Date().toISOString();
  return {
    schema: resultSchemaVersion,
    id: `${createdAt.slice(0, 10)}-${randomBytes(4).toString('hex')}`,
    createdAt,
    parityVersion,
    promptVersion,
    repository: taskSet.repository,
    taskSet: taskSet.chosen ?? { digest: await taskSetDigest(chosen), count: chosen.length, name: taskSet.name },
    ...(taskSet.since === undefined ? {} : { since: taskSet.since }),
    taskIds: tasks.map(({ id }) => id),
    seed,
    samples,
    engines: engines.map(({ record }) => record),
    prices: engines.flatMap(({ record: { id: engineId }, price }) =>
      price === undefined ? [] : [{ engineId, price }],
    ),
    parameters,
    caps,
    shard,
    sandbox: {
      ...{ level, isOffline, isContained, memoryBytes, processes },
      ...(container === undefined ? {} : { container }),
      ...(shortfall === undefined ? {} : { shortfall }),
    },
    hardware,
    ...(energy === undefined ? {} : { energy: energy.record }),
    runners: await runnerVersions(tasks, { workshop, checkout }, signal),
    unasked: engines.flatMap(({ record: { id: engineId } }) => {
      const asked = new Set(items.flatMap(({ engine, task }) => (engine.record.id === engineId ? [task.id] : [])));
      return asked.size === tasks.length ? [] : [{ engineId, count: tasks.length - asked.size }];
    }),
    rejected: taskSet.rejected,
  };
}
