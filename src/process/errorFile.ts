import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { systemClock } from '../base/clock.ts';
import { delay } from '../base/delay.ts';
import type { ChannelEnd } from '../engine/channel.ts';

/**
 * The file that takes a shared process's standard error. Only the window that started the process hears from the system
 * how it ended, and only that window still lives to say so when it was killed: it writes that down for the others, behind
 * the process's last words. Everybody opens the file while the process lives, because a successor takes its name away.
 */
export interface ErrorFile {
  /** What the process wrote last, and how it ended: nulls when nobody says so in time, as the one who knew is gone. */
  readEnd(): Promise<ChannelEnd>;
  close(): void;
}

/** How long the window that knows may take to write it down. */
const patienceMs = 1_000;
const pauseMs = 20;
const lastWordsBytes = 2_000;

/** For `writeEnd`, and for the process itself. */
export function createErrorFile(path: string): number {
  return openSync(path, 'ax', 0o600);
}

export function writeEnd(file: number, { exitCode, signal }: ChannelEnd): void {
  writeSync(file, `\n${JSON.stringify({ exitCode, signal })}\n`);
}

/** One that is gone already says nothing. */
export function openErrorFile(path: string): ErrorFile {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
  } catch {
    // The process is ending.
  }
  return {
    async readEnd() {
      for (let waitedMs = 0; ; waitedMs += pauseMs) {
        const found = file === undefined ? unknownEnd : parseEnd(readTail(file));
        if (file === undefined || isKnown(found) || waitedMs >= patienceMs) return found;
        await delay(systemClock, pauseMs, new AbortController().signal);
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

const unknownEnd: ChannelEnd = { exitCode: null, signal: null };

function isKnown({ exitCode, signal }: ChannelEnd): boolean {
  return exitCode !== null || signal !== null;
}

function readTail(file: number): string {
  const { size } = fstatSync(file);
  const bytes = Buffer.alloc(Math.min(size, lastWordsBytes));
  readSync(file, bytes, 0, bytes.length, size - bytes.length);
  return bytes.toString('utf8').trim();
}

function parseEnd(text: string): ChannelEnd {
  const [, before = text, exitCode, signal] =
    /^(.*?)\s*\{"exitCode":(null|-?\d+),"signal":(?:null|"(\w+)")\}$/s.exec(text) ?? [];
  return {
    exitCode: exitCode === undefined || exitCode === 'null' ? null : Number(exitCode),
    signal: signal ?? null,
    ...(before === '' ? {} : { lastWords: before }),
  };
}
