import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { AppError } from '../../base/appError.ts';
import { planSizes } from '../../benchmark/mining/planSizes.ts';
import type { RunRecord } from '../../benchmark/result.ts';
import { readTaskFile } from '../../benchmark/mining/taskFile.ts';
import { chooseTasks } from '../../benchmark/running/chooseTasks.ts';
import type { PlannedTask } from '../../benchmark/running/forecastCost.ts';
import { type TaskFamily, taskFamilies } from '../../benchmark/task.ts';
import type { RunRequest } from '../../harness/benchmark/conductRun.ts';
import { runParameters } from '../../harness/benchmark/runParameters.ts';
import { type TaskSet, taskSetOf } from '../../harness/benchmark/taskSet.ts';
import { countCommits } from '../../harness/git/countCommits.ts';
import { hardwareRecord } from '../../harness/engines/hardwareRecord.ts';
import { readRunFolder } from '../../harness/run/runFolder.ts';
import { probeHardware } from '../../models/hardware.ts';
import { makeEndpoint } from '../addEndpoint.ts';
import { modelFolder } from '../modelFolder.ts';
import { askConsent } from './askConsent.ts';
import { type BenchmarkFolders, benchmarkFolders, newId } from './benchmarkFolders.ts';
import type { BenchmarkRunner } from './benchmarkRunner.ts';
import { type ChosenRun, type RunOffer, chooseRun } from './chooseRun.ts';
import type { ConsentEngine } from './consentFacts.ts';
import { containerChoice } from './containerChoice.ts';
import { energyChoice } from './energyChoice.ts';
import { type EngineOffer, engineOffers } from './engineOffers.ts';
import { expectRun } from './expectRun.ts';
import { forecastRun } from './forecastRun.ts';
import { type EnginePorts, openEngines } from './openEngines.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import type { RunChoice } from './runChoice.ts';
import { type BenchmarkLibrary, type StoredRun, type StoredSet, unfinishedSets } from './storedRuns.ts';
import { trySandbox } from './trySandbox.ts';

export interface FlowPorts extends EnginePorts {
  readonly context: ExtensionContext;
  readonly runner: BenchmarkRunner;
  readonly library: BenchmarkLibrary;
  /** A run came to its end, complete or not. */
  readonly onEnd: (run: { readonly id: string; readonly folder: string }) => void;
}

export interface BenchmarkFlow {
  /** From choices over consent to the end of the run. */
  begin(folder: string, wish: RunWish): Promise<void>;
  /** Goes on with a run that was stopped or interrupted: it was agreed to when it was begun. */
  resume(folder: string, run: StoredRun): Promise<void>;
}

export interface RunWish extends Pick<RunOffer, 'aim'> {
  /** The tasks are given. */
  readonly fixedSet?: StoredSet;
}

export function createBenchmarkFlow(ports: FlowPorts): BenchmarkFlow {
  const { context, runner, library, settings } = ports;
  let last: ChosenRun | undefined;

  const agree = async (root: string, folders: BenchmarkFolders, { aim, fixedSet }: RunWish) => {
    const files = (await ports.modelFiles?.list()) ?? [];
    for (;;) {
      const { sets, runs } = await library.list(folders);
      const facts = { today: today(), prices: await ports.costs.prices.rows(), files };
      const engines = () => engineOffers(settings, ports.local.state, facts);
      const usualEngine = settings.get('engines.chat').trim();
      const offer: RunOffer = {
        ...{ aim, sets, engines, last, usualEngine, today: today() },
        addEngine: async (wanted) => (await makeEndpoint(ports, wanted))?.id,
        countSince: (day: string) => countCommits(root, day, AbortSignal.timeout(30_000)),
        ...(fixedSet === undefined ? {} : { fixedSet }),
      };
      const chosen = await chooseRun(offer);
      if (chosen === undefined) return undefined;
      last = chosen;
      const counts = wantedCounts(chosen);
      const taking = engines().filter(({ id }) => chosen.choice.engines.includes(id));
      const { costs, detectable } = forecastRun({
        ...{ engines: taking, runs, samples: chosen.choice.samples },
        tasks: await plannedTasks(chosen, counts),
        parameters: runParameters(settings.get('chat.thinking')),
      });
      const sandbox = await trySandbox(root, settings);
      if (sandbox === undefined) return undefined;
      const answer = await askConsent({
        aim,
        repository: basename(root),
        choice: chosen.choice,
        counts,
        isNewSet: chosen.set === undefined,
        since: chosen.set === undefined ? chosen.choice.since : chosen.set.header.since,
        engines: taking.map((engine) => consentEngine(engine, costs.get(engine.id) ?? { kind: 'unknown-price' })),
        ...(detectable === undefined ? {} : { detectable }),
        expected: expectRun(runs, chosen.choice, counts),
        sandbox,
        folder: folders.repository,
      });
      if (answer === 'run') return chosen;
      if (answer === 'cancel') return undefined;
    }
  };

  /** One that was begun is gone on with: what is decided in it need not be decided again. */
  const madeSet = async (
    folder: string,
    folders: BenchmarkFolders,
    choice: RunChoice,
  ): Promise<{ readonly id: string; readonly taskSet: TaskSet; readonly seed: string }> => {
    const id = (await unfinishedSets(folders.sets))[0] ?? newId(new Date(), randomBytes(4).toString('hex'));
    const { file } = await runner.prepare({
      repository: folder,
      folder: join(folders.sets, id),
      families: choice.families,
      count: choice.taskCount,
      seed: id,
      since: choice.since === null ? null : `${choice.since}T00:00:00.000Z`,
      container: containerChoice(settings),
    });
    const taskSet = taskSetOf(file);
    if (taskSet.tasks.length === 0) throw new AppError('benchmark-no-tasks', { repository: taskSet.name });
    return { id, taskSet, seed: file.header.seed };
  };

  const perform = async (id: string, work: RunWork): Promise<void> => {
    const { folder, choice, setId } = work;
    await runner.run({
      id,
      status: { setId, choice },
      open: async (signal) => {
        const engines = await openEngines(
          { ids: choice.engines, thinking: work.parameters.thinking, begun: work.begun ?? [] },
          ports,
          signal,
        );
        const request: Omit<RunRequest, 'gate' | 'log'> = {
          folder,
          checkout: work.root,
          taskSet: work.taskSet,
          families: choice.families,
          count: choice.taskCount,
          seed: work.seed,
          samples: choice.samples,
          parameters: work.parameters,
          caps: {
            maxMs: choice.maxMinutes === null ? null : choice.maxMinutes * 60_000,
            maxTokens: choice.maxTokens,
            maxUsd: choice.maxUsd,
          },
          shard: null,
          container: containerChoice(settings),
          engines,
          hardware: hardwareRecord(
            await probeHardware(context.asAbsolutePath('dist/probe.mjs'), modelFolder(context, settings), signal),
          ),
          energy: energyChoice(settings),
          parityVersion: versionOf(context),
        };
        return {
          request,
          dispose: () => engines.forEach((engine) => void engine.dispose().catch(() => {})),
        };
      },
    });
    ports.onEnd({ id, folder });
  };

  return {
    async begin(folder, wish) {
      const root = await repositoryRoot(folder);
      const folders = benchmarkFolders(context.globalStorageUri.fsPath, root);
      const chosen = await agree(root, folders, wish);
      if (chosen === undefined) return;
      const { choice, set } = chosen;
      const made = set === undefined ? await madeSet(folder, folders, choice) : await keptSet(set);
      const id = newId(new Date(), randomBytes(4).toString('hex'));
      const { taskSet, seed } = made;
      const parameters = runParameters(settings.get('chat.thinking'));
      await perform(id, { root, folder: join(folders.runs, id), choice, setId: made.id, taskSet, seed, parameters });
    },
    async resume(folder, { id, folder: runFolder, status }) {
      if (status === undefined) return;
      const { run, tasks } = await readRunFolder(runFolder);
      const { repository, rejected, seed, parameters } = run;
      const taskSet: TaskSet = { name: run.taskSet.name, repository, tasks, rejected };
      const { choice, setId } = status;
      await perform(id, {
        begun: run.engines,
        root: await repositoryRoot(folder),
        folder: runFolder,
        choice,
        setId,
        taskSet,
        seed,
        parameters,
      });
    },
  };
}

interface RunWork {
  readonly root: string;
  readonly folder: string;
  readonly choice: RunChoice;
  readonly setId: string;
  readonly taskSet: TaskSet;
  readonly seed: string;
  readonly parameters: RunRequest['parameters'];
  /** Of one that goes on. */
  readonly begun?: RunRecord['engines'];
}

async function keptSet({ id, path, header }: StoredSet) {
  const reading = await readTaskFile(await readFile(path, 'utf8'));
  if (reading.kind === 'invalid') throw new AppError('benchmark-set-unreadable', { path });
  return { id, taskSet: taskSetOf(reading.file), seed: header.seed };
}

function wantedCounts({ set, choice }: ChosenRun): Readonly<Partial<Record<TaskFamily, number>>> {
  const unlimited = Number.MAX_SAFE_INTEGER;
  const available = Object.fromEntries(
    taskFamilies.map((family) => [
      family,
      choice.families.includes(family) ? (set?.taskCounts[family] ?? (set === undefined ? unlimited : 0)) : 0,
    ]),
  ) as Record<TaskFamily, number>;
  return planSizes(choice.taskCount, available).wanted;
}

function consentEngine({ label, place, host, releasedOn }: EngineOffer, cost: ConsentEngine['cost']): ConsentEngine {
  return { label, place, cost, releasedOn, ...(host === undefined ? {} : { host }) };
}

/** Of a kept set the tasks that will be asked; of a new one as many of each family as are wanted. */
async function plannedTasks(
  { set, choice }: ChosenRun,
  counts: Readonly<Partial<Record<TaskFamily, number>>>,
): Promise<readonly PlannedTask[]> {
  if (set === undefined) {
    return taskFamilies.flatMap((family) => Array.from({ length: counts[family] ?? 0 }, () => ({ family })));
  }
  const { taskSet, seed } = await keptSet(set);
  const tasks = await chooseTasks(taskSet.tasks, { families: choice.families, count: choice.taskCount, seed });
  return tasks.map((task) => ({ family: task.family, task }));
}

function versionOf({ extension }: ExtensionContext): string {
  const { version } = extension.packageJSON as { version: string };
  return version;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
