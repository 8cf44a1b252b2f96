import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ResultJournal, spentBy } from '../../benchmark/running/resultJournal.ts';
import type { SpendingLedger } from '../../benchmark/running/spendingLedger.ts';
import { differenceOf } from '../../benchmark/running/mergeRuns.ts';
import { type RunRecord, runSchema, type TaskResult } from '../../benchmark/result.ts';
import { type Task, taskSchema } from '../../benchmark/task.ts';
import { looksHeld } from '../../models/download/ownerLock.ts';
import { openResultFile, parseResults, type ResultFile } from './resultFile.ts';
import { RunFolderProblem } from './runFolderProblem.ts';
import { lockRun } from './runLock.ts';
import { openSpendingFile, type SpendingFile } from './spendingFile.ts';
import { writeDurably } from './writeDurably.ts';

/** `run.json`, `tasks.jsonl` and `results.jsonl` of one folder, for the process that works on it. */
export interface OpenRun {
  /** Of a run that goes on: as it was begun. */
  readonly run: RunRecord;
  readonly journal: ResultJournal;
  readonly ledger: SpendingLedger;
  close(): Promise<void>;
}

const names = {
  run: 'run.json',
  tasks: 'tasks.jsonl',
  results: 'results.jsonl',
  spending: 'spending.jsonl',
  lock: 'run.lock',
} as const;

/** Begins the run, or goes on with it when the folder has it already. Throws {@link RunFolderProblem}. */
export async function openRunFolder(
  folder: string,
  wanted: { readonly run: RunRecord; readonly tasks: readonly Task[] },
  signal: AbortSignal,
): Promise<OpenRun> {
  await mkdir(folder, { recursive: true });
  const lock = await lockRun(join(folder, names.lock), signal);
  try {
    const present = await readIfThere(join(folder, names.run));
    const run = present === undefined ? wanted.run : parseRun(present, folder);
    const differing = differenceOf(run, wanted.run) ?? (isSameShard(run, wanted.run) ? undefined : 'shards');
    if (differing !== undefined) {
      throw new RunFolderProblem(
        `${folder} has another run: its ${differing} differ. Choose another folder with --out, or run it as it was begun.`,
      );
    }
    if (present === undefined) await writeHead(folder, wanted);
    const journal = await openResultFile(join(folder, names.results));
    const ledger = await openLedger(join(folder, names.spending), journal);
    return {
      run,
      journal,
      ledger,
      async close() {
        await journal.close();
        await ledger.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLedger(path: string, journal: ResultFile): Promise<SpendingFile> {
  try {
    return await openSpendingFile(path, spentBy(journal.earlier));
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** Does a living process work on the run? Takes some seconds to be sure that a lock's owner is alive. */
export async function isWorkedOn(folder: string, signal: AbortSignal): Promise<boolean> {
  try {
    await (await lockRun(join(folder, names.lock), signal)).release();
    return false;
  } catch (error) {
    if (error instanceof RunFolderProblem) return true;
    throw error;
  }
}

/** The same at once, for people to see: nothing may be decided by it. */
export function seemsWorkedOn(folder: string): Promise<boolean> {
  return looksHeld(join(folder, names.lock));
}

/** A run as it is now, for reports and for merging. */
export async function readRunFolder(
  folder: string,
): Promise<{ readonly run: RunRecord; readonly tasks: readonly Task[]; readonly results: readonly TaskResult[] }> {
  const head = await readIfThere(join(folder, names.run));
  if (head === undefined) throw new RunFolderProblem(`There is no run in ${folder}: it has no ${names.run}.`);
  const results = await readIfThere(join(folder, names.results));
  return {
    run: parseRun(head, folder),
    tasks: parseTasks((await readFile(join(folder, names.tasks))).toString('utf8'), join(folder, names.tasks)),
    results: results === undefined ? [] : parseResults(results, join(folder, names.results)),
  };
}

/** A run that is whole from the start, in a new folder. */
export async function writeRunFolder(
  folder: string,
  whole: { readonly run: RunRecord; readonly tasks: readonly Task[]; readonly results: readonly TaskResult[] },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readIfThere(join(folder, names.run))) !== undefined) {
    throw new RunFolderProblem(`${folder} has a run already. Choose another folder with --out.`);
  }
  await writeDurably(join(folder, names.results), jsonLines(whole.results));
  await writeHead(folder, whole);
}

function parseTasks(text: string, path: string): readonly Task[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return taskSchema.parse(JSON.parse(line));
    } catch (error) {
      throw new RunFolderProblem(`Line ${index + 1} of ${path} is no task that this version can read.`, {
        cause: error,
      });
    }
  });
}

/** `run.json` comes last: a folder that has it has the rest. */
async function writeHead(
  folder: string,
  { run, tasks }: { readonly run: RunRecord; readonly tasks: readonly Task[] },
): Promise<void> {
  await writeDurably(join(folder, names.tasks), jsonLines(tasks));
  await writeDurably(join(folder, names.run), `${JSON.stringify(run, null, 2)}\n`);
}

function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

function parseRun(text: Buffer, folder: string): RunRecord {
  try {
    return runSchema.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    throw new RunFolderProblem(`${names.run} in ${folder} is of another version, or damaged.`, { cause: error });
  }
}

function isSameShard({ shard: a }: RunRecord, { shard: b }: RunRecord): boolean {
  return a?.index === b?.index && a?.of === b?.of;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
