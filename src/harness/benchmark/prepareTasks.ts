/** From a repository to tasks that are known to be fair: mined, judged by their own tests, kept as a file. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import type { AdmissionStep } from '../../benchmark/admission/admit.ts';
import { admitAll } from '../../benchmark/admission/admitAll.ts';
import { type Candidate, completeTask } from '../../benchmark/candidate.ts';
import { allMiners } from '../../benchmark/mining/allMiners.ts';
import { mine, type MiningEvent, type MiningSummary, standardLimits } from '../../benchmark/mining/mine.ts';
import type { SourceHistory } from '../../benchmark/mining/sourceHistory.ts';
import { type TaskFile, writeTaskFile } from '../../benchmark/mining/taskFile.ts';
import { mineToolcalls } from '../../benchmark/mining/toolcalls/mineToolcalls.ts';
import { countRejections, type Rejections } from '../../benchmark/rejections.ts';
import { type Task, type TaskFamily, taskSchemaVersion } from '../../benchmark/task.ts';
import type { SandboxDescription, Workshop } from '../../benchmark/workshop.ts';
import { openHistory } from '../git/openHistory.ts';
import { writeDurably } from '../run/writeDurably.ts';
import { lockRun } from '../run/runLock.ts';
import { createSyntax } from '../syntax/createSyntax.ts';
import type { ContainerChoice } from '../sandbox/container/containerChoice.ts';
import { createWorkshop } from '../workshop/createWorkshop.ts';
import { fillShares, type SuppliedFamily, type TaskSupply } from './fillShares.ts';
import { measureHead } from './measureHead.ts';
import { openPreparationFile, type PreparationFile } from './preparationFile.ts';
import { type HeadTests, sourcesFor } from './testSources.ts';

export interface PreparationRequest {
  /** A folder of the repository, or one that is none. Nothing in it is changed. */
  readonly repository: string;
  /** Where the task file is written, beside what is needed to go on after an interruption. */
  readonly folder: string;
  readonly families: readonly TaskFamily[];
  /** How many tasks, when that many can be had. */
  readonly count: number;
  readonly seed: string;
  /** Contamination date, ISO 8601 with time and offset; `null`: all of the history. */
  readonly since: string | null;
  /** Where tests run; undefined: in what the system offers. */
  readonly container?: ContainerChoice | undefined;
}

export type PreparationEvent =
  | { readonly kind: 'opened'; readonly name: string; readonly sandbox: SandboxDescription }
  | ({ readonly kind: 'mining' } & Pick<
      Extract<MiningEvent, { kind: 'progress' }>,
      'step' | 'done' | 'total' | 'found'
    >)
  /** Tests of the head are run, to learn which of them call what. */
  | { readonly kind: 'measuring'; readonly done: number; readonly total: number }
  /** No test of the head starts on this machine, and why: without them only holes and tool calls can be asked. */
  | { readonly kind: 'nothing-starts'; readonly file: string; readonly output: string }
  | { readonly kind: 'trying'; readonly family: TaskFamily; readonly path: string; readonly step: AdmissionStep }
  | { readonly kind: 'admitted'; readonly family: TaskFamily; readonly path: string }
  | { readonly kind: 'rejected'; readonly family: TaskFamily; readonly path: string; readonly reason: string };

export interface Preparation {
  readonly file: TaskFile;
  /** Absolute. */
  readonly path: string;
  /** Top of the repository: the `checkout` of a run. */
  readonly checkout: string;
}

export const taskFileName = 'task-set.jsonl';

/** For a first run of tests that nobody has measured. */
const goldTimeoutMs = 120_000;
/** What the tests of the head may take, for each task that is wanted; and altogether. */
const measuringMs = { perTask: 2000, least: 30_000, most: 300_000 };
/** Most candidates fall to their tests: so many are mined for each task that is wanted. */
const candidatesPerTask = 10;
const repairFamilies: readonly TaskFamily[] = ['body', 'bugfix', 'replay'];

/**
 * The same for the same commit, request and machine. Rejects with what `openHistory` says, and with an `AbortError`; called
 * again it goes on where it was.
 */
export async function prepareTasks(
  request: PreparationRequest,
  onEvent: (event: PreparationEvent) => void,
  signal: AbortSignal,
): Promise<Preparation> {
  const { folder, repository } = request;
  await mkdir(folder, { recursive: true });
  const lock = await lockRun(join(folder, 'preparation.lock'), signal);
  try {
    const { history, root } = await openHistory(repository, signal);
    try {
      const workshop = await createWorkshop({ checkout: root, container: request.container }, signal);
      try {
        const path = join(folder, taskFileName);
        const file = await prepare({ request, history, workshop, onEvent }, signal);
        await writeDurably(path, writeTaskFile(file));
        return { file, path, checkout: root };
      } finally {
        await workshop.dispose();
      }
    } finally {
      await history.dispose();
    }
  } finally {
    await lock.release();
  }
}

interface Site {
  readonly request: PreparationRequest;
  readonly history: SourceHistory;
  readonly workshop: Workshop;
  readonly onEvent: (event: PreparationEvent) => void;
}

async function prepare(site: Site, signal: AbortSignal): Promise<TaskFile> {
  const { request, history, workshop, onEvent } = site;
  const { families, count, seed, since } = request;
  onEvent({ kind: 'opened', name: history.name, sandbox: workshop.sandbox });
  const { candidates, summary } = await mineAll(site, signal);
  const rejections = countRejections();
  for (const { family, reason, count: times } of summary.rejected) rejections.add(family, reason, times);
  const supplies = await supplyTasks(site, { candidates, rejections }, signal);
  const tasks = await fillShares({ total: count, families, supplies });
  const { fileCount, commitCount, isShallow, endedEarly, skippedFiles, skippedCommits } = summary;
  return {
    header: {
      schema: taskSchemaVersion,
      kind: 'parity-tasks',
      repository: { name: history.name, head: history.base.kind === 'commit' ? history.base.commit : null },
      ...{ seed, since, fileCount, commitCount, isShallow, endedEarly },
      rejected: rejections.list(),
      skippedFiles: [...skippedFiles],
      skippedCommits: [...skippedCommits],
    },
    tasks,
  };
}

interface Mined {
  readonly candidates: readonly Candidate[];
  readonly summary: MiningSummary;
}

async function mineAll({ request, history, onEvent }: Site, signal: AbortSignal): Promise<Mined> {
  const { families, count, seed, since } = request;
  const syntax = createSyntax();
  const wanted = new Set<TaskFamily>(families.includes('agent') ? [...families, ...repairFamilies] : families);
  const candidates: Candidate[] = [];
  const events = mine(
    {
      ...{ history, syntax, seed, since, directory: '.' },
      fileMiners: allMiners(syntax),
      limits: { ...standardLimits, maxCandidates: Math.min(standardLimits.maxCandidates, count * candidatesPerTask) },
      isEnough: (family) => !wanted.has(family),
    },
    systemClock,
    signal,
  );
  for await (const event of events) {
    switch (event.kind) {
      case 'candidate':
        candidates.push(event.candidate);
        break;
      case 'progress': {
        const { step, done, total, found } = event;
        onEvent({ kind: 'mining', step, done, total, found });
        break;
      }
      case 'finished':
        return { candidates, summary: event.summary };
    }
  }
  throw new Error('mining ended without a summary');
}

interface Stock {
  readonly candidates: readonly Candidate[];
  readonly rejections: Rejections;
}

async function supplyTasks(
  site: Site,
  stock: Stock,
  signal: AbortSignal,
): Promise<Readonly<Record<SuppliedFamily, TaskSupply>>> {
  const { request, history, workshop, onEvent } = site;
  const { folder, count, seed } = request;
  const kept = await openPreparationFile(join(folder, 'preparation.jsonl'));
  const { perTask, least, most } = measuringMs;
  const head = await measureHead(
    {
      ...{ workshop, kept, seed, base: history.base },
      first: new Set(stock.candidates.flatMap(({ relatedTests }) => relatedTests)),
      budgetMs: Math.min(most, Math.max(least, count * perTask)),
      onFile: (done, total) => onEvent({ kind: 'measuring', done, total }),
      onNothingStarts: (file, output) => onEvent({ kind: 'nothing-starts', file, output }),
    },
    signal,
  );
  const supply = (family: SuppliedFamily): TaskSupply => {
    const candidates = stock.candidates.filter(({ draft }) => draft.family === family);
    const judged = judge(
      site,
      { kept, head, rejections: stock.rejections, candidates: coveredFirst(candidates, head) },
      signal,
    );
    return async () => (await judged.next()).value;
  };
  return {
    infill: supply('infill'),
    body: supply('body'),
    bugfix: supply('bugfix'),
    replay: supply('replay'),
    toolcall: await supplyToolcalls(site, stock.rejections, signal),
  };
}

/** Questions about tools need no tests, and are as they are mined. */
async function supplyToolcalls(
  { request, history, onEvent }: Site,
  rejections: Rejections,
  signal: AbortSignal,
): Promise<TaskSupply> {
  const { families, seed, count } = request;
  if (!families.includes('toolcall')) return () => Promise.resolve(undefined);
  const reject = (reason: string): void => rejections.add('toolcall', reason);
  const waiting = await mineToolcalls({ history, seed, directory: '.', count, reject }, signal);
  return () => {
    const task = waiting.shift();
    if (task !== undefined) onEvent({ kind: 'admitted', family: 'toolcall', path: task.cluster });
    return Promise.resolve(task);
  };
}

/** Those that tests are known to call: most of the others would only be turned away. The order is kept otherwise. */
function coveredFirst(candidates: readonly Candidate[], { calls }: HeadTests): readonly Candidate[] {
  const isCovered = ({ draft, functionName }: Candidate): boolean => {
    const name = functionName ?? (draft.family === 'body' ? draft.functionName : undefined);
    return (name === undefined ? calls.callersOf(draft.path) : calls.callers(draft.path, name)).length > 0;
  };
  return [...candidates.filter(isCovered), ...candidates.filter((candidate) => !isCovered(candidate))];
}

interface Judging {
  readonly candidates: readonly Candidate[];
  readonly kept: PreparationFile;
  readonly head: HeadTests;
  readonly rejections: Rejections;
}

/** Yields what is admitted, and a hole to fill also without tests that notice it. */
async function* judge(
  { workshop, onEvent }: Site,
  { candidates, kept, head, rejections }: Judging,
  signal: AbortSignal,
): AsyncGenerator<Task, undefined> {
  const judged = admitAll(
    {
      ...{ candidates, workshop, goldTimeoutMs, journal: kept.admissions },
      sourcesFor: (candidate, inner) => sourcesFor(candidate, { workshop, head }, inner),
      onStep: ({ draft: { family, path } }, step) => onEvent({ kind: 'trying', family, path, step }),
    },
    signal,
  );
  for await (const { candidate, admission } of judged) {
    const { draft } = candidate;
    const { family, path } = draft;
    if (admission.kind === 'admitted') {
      onEvent({ kind: 'admitted', family, path });
      yield admission.task;
    } else if (draft.family === 'infill') {
      onEvent({ kind: 'admitted', family, path });
      yield await completeTask(draft);
    } else {
      rejections.add(family, admission.reason);
      onEvent({ kind: 'rejected', family, path, reason: admission.reason });
    }
  }
  return undefined;
}
