import { open } from 'node:fs/promises';
import type { ResultJournal } from '../../benchmark/running/resultJournal.ts';
import { resultSchema, type TaskResult } from '../../benchmark/result.ts';
import { appendLines, cutToWhole, type ParsedLines, parseLines } from './lineFile.ts';
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
    const parsed = parse(await file.readFile(), path);
    await cutToWhole(file, parsed);
    const lines = appendLines(file);
    return {
      earlier: parsed.values,
      append: (result) => lines.append(JSON.stringify(result)),
      async close() {
        await lines.idle();
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads without changing anything: another process may be writing. */
export function parseResults(text: Buffer, path: string): readonly TaskResult[] {
  return parse(text, path).values;
}

function parse(bytes: Buffer, path: string): ParsedLines<TaskResult> {
  return parseLines(bytes, parseLine, (line) => {
    throw new RunFolderProblem(`Line ${line} of ${path} is no result. Move the file away to begin anew.`);
  });
}

function parseLine(text: string): TaskResult | undefined {
  try {
    return resultSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
