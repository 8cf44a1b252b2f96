import { type FileHandle, open } from 'node:fs/promises';
import type { ResultJournal } from '../../benchmark/running/resultJournal.ts';
import { resultSchema, type TaskResult } from '../../benchmark/result.ts';
import { RunFolderProblem } from './runFolderProblem.ts';

export interface ResultFile extends ResultJournal {
  close(): Promise<void>;
}

/**
 * A file of results, one JSON text per line, that is only ever added to. A line counts once its line end is on the disk;
 * what a crash left of one at the end is cut off. Only one process may have it open: see `openRunFolder`.
 */
export async function openResultFile(path: string): Promise<ResultFile> {
  const file = await open(path, 'a+');
  try {
    const { results, wholeBytes, fileBytes } = parse(await file.readFile(), path);
    if (wholeBytes < fileBytes) {
      await file.truncate(wholeBytes);
      await file.datasync();
    }
    return withAppends(file, results);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads without changing anything: another process may be writing. */
export function parseResults(text: Buffer, path: string): readonly TaskResult[] {
  return parse(text, path).results;
}

function parse(bytes: Buffer, path: string) {
  const results: TaskResult[] = [];
  let start = 0;
  for (let line = 1, end = bytes.indexOf(10); end >= 0; line++, end = bytes.indexOf(10, start)) {
    const result = parseLine(bytes.toString('utf8', start, end));
    if (result === undefined) {
      // A crash of the machine can leave the file longer than what was written to it.
      if (end === bytes.length - 1) break;
      throw new RunFolderProblem(`Line ${line} of ${path} is no result. Move the file away to begin anew.`);
    }
    results.push(result);
    start = end + 1;
  }
  return { results, wholeBytes: start, fileBytes: bytes.length };
}

function parseLine(text: string): TaskResult | undefined {
  try {
    return resultSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Lines that are added while others are being written go to the disk together. */
function withAppends(file: FileHandle, earlier: readonly TaskResult[]): ResultFile {
  let waiting: string[] = [];
  let lastWrite: Promise<void> = Promise.resolve();
  let nextWrite: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    await lastWrite;
    const lines = waiting.join('');
    waiting = [];
    nextWrite = undefined;
    await file.appendFile(lines);
    await file.datasync();
  };
  return {
    earlier,
    append(result) {
      waiting.push(`${JSON.stringify(result)}\n`);
      nextWrite ??= write();
      lastWrite = nextWrite;
      return nextWrite;
    },
    async close() {
      await lastWrite.catch(() => {});
      await file.close();
    },
  };
}
