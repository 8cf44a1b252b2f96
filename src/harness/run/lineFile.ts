import type { FileHandle } from 'node:fs/promises';

/** Appends to a file of lines. Those that are added while others are being written go to the disk together. */
export interface LineAppender {
  /** `line` without its end. Resolves when it outlasts the end of this process and of the machine. */
  append(line: string): Promise<void>;
  /** Resolves when nothing is being written any more, whether or not that worked. */
  idle(): Promise<void>;
}

export function appendLines(file: FileHandle): LineAppender {
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
    append(line) {
      waiting.push(`${line}\n`);
      nextWrite ??= write();
      lastWrite = nextWrite;
      return nextWrite;
    },
    idle: () => lastWrite.catch(() => {}),
  };
}

export interface ParsedLines<T> {
  readonly values: readonly T[];
  /** How much of the file is whole lines, and all of it. */
  readonly wholeBytes: number;
  readonly fileBytes: number;
}

/**
 * `parse` gives undefined for what is none of the file's. A last line that is not whole, or not sound, is what a crash left;
 * any other one is the business of `onUnsound`, with its number from 1.
 */
export function parseLines<T>(
  bytes: Buffer,
  parse: (line: string) => T | undefined,
  onUnsound: (line: number) => never,
): ParsedLines<T> {
  const values: T[] = [];
  let start = 0;
  for (let line = 1, end = bytes.indexOf(10); end >= 0; line++, end = bytes.indexOf(10, start)) {
    const value = parse(bytes.toString('utf8', start, end));
    if (value === undefined) {
      // A crash of the machine can leave the file longer than what was written to it.
      if (end === bytes.length - 1) break;
      return onUnsound(line);
    }
    values.push(value);
    start = end + 1;
  }
  return { values, wholeBytes: start, fileBytes: bytes.length };
}

/** Takes away what a crash left of a line. */
export async function cutToWhole(file: FileHandle, { wholeBytes, fileBytes }: ParsedLines<unknown>): Promise<void> {
  if (wholeBytes === fileBytes) return;
  await file.truncate(wholeBytes);
  await file.datasync();
}
