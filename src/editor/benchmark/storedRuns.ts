import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type TaskFileHeader, readTaskFile } from '../../benchmark/mining/taskFile.ts';
import { type RunSummary, summarizeRun } from '../../benchmark/report/summarizeRun.ts';
import { isLasting, lastingResults } from '../../benchmark/running/resultJournal.ts';
import { type MeasuredUse, measureUse } from '../../benchmark/running/forecastCost.ts';
import type { TaskFamily } from '../../benchmark/task.ts';
import { taskFileName } from '../../harness/benchmark/prepareTasks.ts';
import { readRunFolder, seemsWorkedOn } from '../../harness/run/runFolder.ts';
import type { BenchmarkFolders } from './benchmarkFolders.ts';
import { type RunStatus, readRunStatus } from './runStatus.ts';

/** A task set on the disk. */
export interface StoredSet {
  readonly id: string;
  readonly folder: string;
  readonly path: string;
  readonly header: TaskFileHeader;
  readonly taskCounts: Readonly<Partial<Record<TaskFamily, number>>>;
  readonly taskCount: number;
}

/** A run on the disk, in numbers: what its results say is read again for a report. */
export interface StoredRun {
  readonly id: string;
  readonly folder: string;
  readonly summary: RunSummary;
  readonly status: RunStatus | undefined;
  /** Answers that are never asked for again. */
  readonly done: number;
  /** What its answers took. */
  readonly use: MeasuredUse;
  /** A process works on it: this window's, or another. */
  readonly isHeld: boolean;
}

type KeptRun = Omit<StoredRun, 'isHeld'>;

/** What is kept for one repository, the newest first. `unreadable`: folders of another version, or damaged. */
export interface StoredBenchmarks {
  readonly sets: readonly StoredSet[];
  readonly runs: readonly StoredRun[];
  /** Ids of task sets that were begun: what is decided of them is kept. */
  readonly unfinishedSets: readonly string[];
  readonly unreadable: readonly string[];
}

export interface BenchmarkLibrary {
  list(folders: BenchmarkFolders): Promise<StoredBenchmarks>;
}

/** The name of a task set's file in its folder. It is there once the set is whole. */
const setFileName = taskFileName;

/** Reads what has changed since it last looked, and no more: results hold every answer and grow large. */
export function createBenchmarkLibrary(): BenchmarkLibrary {
  const known = new Map<string, { readonly mark: string; readonly value: StoredSet | KeptRun }>();

  async function unlessKnown<T extends StoredSet | KeptRun>(
    folder: string,
    files: readonly string[],
    read: () => Promise<T>,
  ): Promise<T> {
    const mark = (await Promise.all(files.map((file) => markOf(join(folder, file))))).join(' ');
    const present = known.get(folder);
    // One folder always holds the same kind of thing.
    if (present?.mark === mark) return present.value as T;
    const value = await read();
    known.set(folder, { mark, value });
    return value;
  }

  return {
    async list({ sets, runs }) {
      const unreadable: string[] = [];
      const readEach = async <T>(
        parent: string,
        isWhole: string,
        read: (folder: string, id: string) => Promise<T>,
      ): Promise<readonly T[]> => {
        const found: T[] = [];
        for (const id of (await namesIn(parent)).toSorted().toReversed()) {
          const folder = join(parent, id);
          if ((await markOf(join(folder, isWhole))) === '') continue;
          try {
            found.push(await read(folder, id));
          } catch {
            unreadable.push(folder);
          }
        }
        return found;
      };
      return {
        unfinishedSets: await unfinishedSets(sets),
        sets: await readEach(sets, setFileName, (folder, id) =>
          unlessKnown(folder, [setFileName], () => readSet(folder, id)),
        ),
        runs: await readEach(runs, 'run.json', async (folder, id) => ({
          ...(await unlessKnown(folder, ['run.json', 'results.jsonl', 'status.json'], () => readRun(folder, id))),
          // Another process says so by nothing else.
          isHeld: await seemsWorkedOn(folder),
        })),
        unreadable,
      };
    },
  };
}

/** The newest first. */
export async function unfinishedSets(sets: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of (await namesIn(sets)).toSorted().toReversed()) {
    if ((await markOf(join(sets, id, setFileName))) === '') found.push(id);
  }
  return found;
}

async function readSet(folder: string, id: string): Promise<StoredSet> {
  const path = join(folder, setFileName);
  const reading = await readTaskFile(await readFile(path, 'utf8'));
  if (reading.kind === 'invalid') throw new Error(`${path} is no task file of this version`);
  const { header, tasks } = reading.file;
  const taskCounts: Partial<Record<TaskFamily, number>> = {};
  for (const { family } of tasks) taskCounts[family] = (taskCounts[family] ?? 0) + 1;
  return { id, folder, path, header, taskCounts, taskCount: tasks.length };
}

async function readRun(folder: string, id: string): Promise<KeptRun> {
  const { run, results } = await readRunFolder(folder);
  return {
    id,
    folder,
    summary: summarizeRun(run, results),
    status: await readRunStatus(folder),
    done: lastingResults(results).filter(isLasting).length,
    use: measureUse(results),
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

/** Empty: there is no such file. */
async function markOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    return `${size}@${mtimeMs}`;
  } catch {
    return '';
  }
}
