import { join } from 'node:path';
import { type ExtensionContext, Uri, commands, l10n, window, workspace } from 'vscode';
import { AppError, isAbort } from '../../base/appError.ts';
import { systemClock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { headline } from '../../benchmark/report/headline.ts';
import type { StatefulEngine } from '../../engine/statefulEngine.ts';
import { createModelSearch } from '../../models/discover/modelSearch.ts';
import { RunFolderProblem } from '../../harness/run/runFolderProblem.ts';
import type { ApiKeys } from '../apiKeys.ts';
import type { Costs } from '../costs/connectCosts.ts';
import { modelFolder } from '../modelFolder.ts';
import { wantedModelPath } from '../modelPaths.ts';
import { placesOnThisMachine } from '../models/placesOnThisMachine.ts';
import type { Settings } from '../settings.ts';
import { workerPath } from '../workerPath.ts';
import { benchmarkFolders } from './benchmarkFolders.ts';
import { type RunWish, createBenchmarkFlow } from './benchmarkFlow.ts';
import { type BenchmarkAction, type BenchmarkRow, isBenchmarkRow } from './benchmarkRow.ts';
import { benchmarkRows } from './benchmarkRows.ts';
import { createBenchmarkRunner } from './benchmarkRunner.ts';
import { createBenchmarkStatusItem } from './benchmarkStatusItem.ts';
import { benchmarksViewId, createBenchmarksTree } from './benchmarksTree.ts';
import { shortfallLine } from './benchmarkWords.ts';
import { tellUnstartedTests } from './tellUnstartedTests.ts';
import { chooseFolder } from './chooseFolder.ts';
import { deleteBenchmark } from './deleteBenchmark.ts';
import { exportRun, exportTasks, openInBrowser, saveReport } from './exportRun.ts';
import { openLeaderboard } from './leaderboardPanel.ts';
import { offeredFiles } from './offeredFiles.ts';
import { offerResume } from './offerResume.ts';
import { pickBenchmark } from './pickBenchmark.ts';
import { createReportPanels } from './reportPanel.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { type StoredBenchmarks, type StoredRun, createBenchmarkLibrary } from './storedRuns.ts';

export interface BenchmarkPorts {
  readonly context: ExtensionContext;
  readonly local: StatefulEngine;
  readonly settings: Settings;
  readonly keys: ApiKeys;
  readonly costs: Costs;
  readonly report: (error: unknown) => void;
  readonly log: Log;
  /** Puts answers of a run to a blind vote. */
  readonly voteOn: (run: StoredRun) => Promise<void>;
}

export interface Benchmarks extends Disposable {
  begin(): Promise<void>;
  /** Two engines or more on the same tasks. */
  beginComparison(): Promise<void>;
  focus(): Promise<void>;
  /** Past runs of this repository side by side. */
  compare(): Promise<void>;
  /** Does what a menu of a row offers; where `argument` is no row, asks for one. */
  act(action: BenchmarkAction, argument: unknown): Promise<void>;
  openReportInBrowser(): Promise<void>;
  saveReport(): Promise<void>;
}

/** While answers come in, the view is drawn at most this often, and reading takes at most this part of the time. */
const drawMs = 2000;
const readingShare = 0.05;
const otherWindowsMs = 5000;
/** Model files are looked for at most so long. */
const searchMs = 60_000;
const nothing: StoredBenchmarks = { sets: [], runs: [], unfinishedSets: [], unreadable: [] };

export function connectBenchmark({
  context,
  local,
  settings,
  keys,
  costs,
  report,
  log,
  voteOn,
}: BenchmarkPorts): Benchmarks {
  const store = new DisposableStore();
  const runner = store.add(createBenchmarkRunner(log, tellUnstartedTests(log)));
  const library = createBenchmarkLibrary();
  const panels = store.add(createReportPanels(context, log));
  store.add(createBenchmarkStatusItem(runner));

  let readingMs = 0;
  const foldersHere = async () => {
    const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
    if (folder === undefined) return undefined;
    return benchmarkFolders(context.globalStorageUri.fsPath, await repositoryRoot(folder));
  };
  const list = async (): Promise<StoredBenchmarks> => {
    const folders = await foldersHere();
    if (folders === undefined) return nothing;
    const startedMs = systemClock.now();
    const found = await library.list(folders);
    readingMs = systemClock.now() - startedMs;
    return found;
  };
  const rows = async (): Promise<readonly BenchmarkRow[]> => {
    const found = await list();
    // Nobody tells of the runs of other windows.
    if (found.runs.some(({ isHeld }) => isHeld)) drawing ??= setTimeout(draw, otherWindowsMs);
    return benchmarkRows(found, runner.job);
  };
  const tree = store.add(createBenchmarksTree(rows));

  let drawing: NodeJS.Timeout | undefined;
  let drawnKind = runner.job.kind;
  const draw = (): void => {
    clearTimeout(drawing);
    drawing = undefined;
    tree.refresh();
  };
  const noteJob = (): void => {
    const { job } = runner;
    const state = job.kind === 'running' && job.running.isPaused ? 'paused' : job.kind;
    void commands.executeCommand('setContext', 'parity.benchmark', state === 'idle' ? undefined : state);
    if (job.kind === 'running') panels.noteProgress(job.runId);
    if (job.kind !== drawnKind) {
      drawnKind = job.kind;
      draw();
    } else {
      drawing ??= setTimeout(draw, Math.max(drawMs, readingMs / readingShare));
    }
  };
  store.add(runner.onChange(noteJob));
  store.add({ dispose: () => clearTimeout(drawing) });
  store.add(workspace.onDidChangeWorkspaceFolders(draw));

  const search = createModelSearch();
  const listFiles = async () => {
    const places = await placesOnThisMachine(modelFolder(context, settings));
    const found = await search.run(places, AbortSignal.timeout(searchMs));
    return offeredFiles(found.files, wantedModelPath(context, settings));
  };

  const flow = createBenchmarkFlow({
    ...{ context, local, settings, keys, costs, log, runner, library },
    modelFiles: { list: listFiles, workerPath: workerPath(context) },
    onEnd: (run) => {
      panels.noteProgress(run.id);
      tellEnd(run).catch((error: unknown) => log.error('the end of a benchmark could not be told', error));
    },
  });

  const tellEnd = async (run: { readonly id: string; readonly folder: string }): Promise<void> => {
    const stored = (await list()).runs.find(({ id }) => id === run.id);
    if (stored === undefined) return;
    const open = l10n.t('Open Report');
    const early = stored.status?.shortfalls ?? [];
    const words = [
      headline(stored.summary)[0] ?? '',
      ...(early.length === 0 ? [] : [l10n.t('Ended early: {0}.', shortfallLine(early))]),
    ].join(' ');
    const chosen = await window.showInformationMessage(words, open);
    if (chosen === open) await panels.open(run);
  };

  let flowing: Promise<void> | undefined;
  /** What is under way is shown, and not begun a second time. */
  const whenIdle = async (work: () => Promise<void>): Promise<void> => {
    if (flowing !== undefined) return focus();
    try {
      flowing = work();
      await flowing;
    } catch (error) {
      if (isAbort(error)) return;
      throw error instanceof RunFolderProblem
        ? new AppError('benchmark-run-unusable', { detail: error.message }, { cause: error })
        : error;
    } finally {
      flowing = undefined;
      draw();
    }
  };

  const focus = async (): Promise<void> => {
    await commands.executeCommand(`${benchmarksViewId}.focus`);
  };

  const begin = (wish: RunWish): Promise<void> =>
    whenIdle(async () => {
      const folder = await chooseFolder();
      if (folder !== undefined) await flow.begin(folder, wish);
    });

  const resume = async (run: StoredRun): Promise<void> => {
    if (runner.job.kind === 'running' && runner.job.runId === run.id) return runner.resume();
    return whenIdle(async () => {
      const folder = await chooseFolder();
      if (folder !== undefined) await flow.resume(folder, run);
    });
  };

  const run = async (action: BenchmarkAction, { subject }: BenchmarkRow): Promise<void> => {
    switch (action) {
      case 'pause':
        return runner.pause();
      case 'stop':
        return runner.stop();
      case 'report':
        return subject.kind === 'run' ? panels.open(subject.run) : undefined;
      case 'resume':
        return subject.kind === 'run' ? resume(subject.run) : undefined;
      case 'again': {
        const { sets } = await list();
        const id = subject.kind === 'run' ? subject.run.status?.setId : subject.kind === 'set' ? subject.set.id : '';
        const set = sets.find((candidate) => candidate.id === id);
        return begin({ aim: 'benchmark', ...(set === undefined ? {} : { fixedSet: set }) });
      }
      case 'vote':
        return subject.kind === 'run' ? voteOn(subject.run) : undefined;
      case 'export':
        if (subject.kind === 'run') await exportRun(subject.run, context);
        else if (subject.kind === 'set') await exportTasks(subject.set);
        return;
      case 'reveal':
        if (subject.kind === 'run') await reveal(join(subject.run.folder, 'run.json'));
        else if (subject.kind === 'set') await reveal(subject.set.path);
        return;
      case 'delete': {
        const { runs } = await list();
        const sets = (await foldersHere())?.sets ?? '';
        const runsOf = (setId: string) => runs.filter(({ status }) => status?.setId === setId);
        for (const id of await deleteBenchmark(subject, { sets, runsOf })) panels.close(id);
        draw();
      }
    }
  };

  const closed = new AbortController();
  store.add({ dispose: () => closed.abort() });
  foldersHere()
    .then(async (folders) => {
      if (folders === undefined || !workspace.isTrusted) return;
      const found = await offerResume(folders, closed.signal);
      const stored = found === undefined ? undefined : (await list()).runs.find(({ id }) => id === found.id);
      if (stored !== undefined) await resume(stored);
    })
    .catch((error: unknown) => (isAbort(error) ? undefined : report(error)));

  return {
    begin: () => begin({ aim: 'benchmark' }),
    beginComparison: () => begin({ aim: 'compare' }),
    focus,
    async compare() {
      const { runs } = await list();
      await openLeaderboard(
        runs.map(({ summary }) => summary),
        context,
      );
    },
    async act(action, argument) {
      if (isBenchmarkRow(argument)) return run(action, argument);
      if (action === 'pause') return runner.pause();
      if (action === 'stop') return runner.stop();
      if (action === 'resume' && runner.job.kind === 'running') return runner.resume();
      const row = await pickBenchmark(action, await rows());
      if (row !== undefined) await run(action, row);
    },
    async openReportInBrowser() {
      if (panels.active !== undefined) await openInBrowser(panels.active, context);
    },
    async saveReport() {
      if (panels.active !== undefined) await saveReport(panels.active, context);
    },
    dispose: () => store.dispose(),
  };
}

async function reveal(path: string): Promise<void> {
  await commands.executeCommand('revealFileInOS', Uri.file(path));
}
