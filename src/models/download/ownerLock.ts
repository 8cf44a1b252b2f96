import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { Clock } from '../../base/clock.ts';
import { onDisk, systemCode } from './diskError.ts';

/**
 * Which process works on a download, among windows and machines that share the folder. The owner's file names it and is
 * touched every second; it is free when the process is gone, or when another watched the file for a while and nobody
 * touched it (the process hangs, its id is another's now, or it ran on another machine). The watcher measures by its own
 * clock, so neither a wrong clock nor a machine that slept makes a living owner look dead.
 */
export interface OwnerLock {
  /** Is the file still this owner's? False when another took it for dead. */
  touch(): Promise<boolean>;
  release(): Promise<void>;
}

const recordSchema = z.object({ token: z.string(), pid: z.int().positive(), host: z.string() });

/** Much longer than the owner's pauses between touches. */
const silenceMs = 20_000;

/** What one watcher saw of the owner's file, and when it last changed before its eyes. */
export interface LockSighting {
  readonly mark: string;
  readonly sinceMs: number;
}

/** Takes the lock, or undefined when another has it. */
export async function takeLock(path: string): Promise<OwnerLock | undefined> {
  const token = randomUUID();
  return onDisk(dirname(path), async () => {
    await mkdir(dirname(path), { recursive: true });
    try {
      const handle = await open(path, 'wx');
      try {
        await handle.writeFile(JSON.stringify({ token, pid: process.pid, host: hostname() }));
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return undefined;
      throw error;
    }
    const isOurs = async (): Promise<boolean> => (await readRecord(path))?.token === token;
    return {
      async touch() {
        if (!(await isOurs())) return false;
        const now = new Date();
        await utimes(path, now, now).catch(() => {});
        return true;
      },
      async release() {
        if (await isOurs()) await rm(path, { force: true });
      },
    };
  });
}

/**
 * Looks whether the owner lives, given the last look. Removes the file of a dead one, so that {@link takeLock} can have
 * it; `undefined` when the lock is free.
 */
export async function watchLock(
  path: string,
  last: LockSighting | undefined,
  clock: Clock,
): Promise<LockSighting | undefined> {
  const record = await readRecord(path);
  const changed = await stat(path).catch(() => undefined);
  if (changed === undefined) return undefined;
  const mark = `${record?.token ?? ''} ${changed.mtimeMs}`;
  const sighting = last?.mark === mark ? last : { mark, sinceMs: clock.now() };
  const isGone = record !== undefined && record.host === hostname() && !isRunning(record.pid);
  if (!isGone && clock.now() - sighting.sinceMs < silenceMs) return sighting;
  await breakLock(path, record?.token);
  return sighting;
}

/**
 * Does it look as if somebody had the lock? Known at once, and changes nothing: whoever wants to have it goes by
 * {@link watchLock}, for the clock of another machine may be wrong.
 */
export async function looksHeld(path: string): Promise<boolean> {
  const record = await readRecord(path);
  const changed = await stat(path).catch(() => undefined);
  if (record === undefined || changed === undefined) return false;
  const isGone = record.host === hostname() && !isRunning(record.pid);
  return !isGone && Math.abs(Date.now() - changed.mtimeMs) < silenceMs;
}

/** Only one process removes a dead owner's file: else the second would remove the file of the one who came after. */
async function breakLock(path: string, token: string | undefined): Promise<void> {
  const guard = `${path}.break`;
  try {
    await (await open(guard, 'wx')).close();
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    // Its maker died in these few lines.
    const { mtimeMs } = await stat(guard).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > silenceMs) await rm(guard, { force: true });
    return;
  }
  try {
    if ((await readRecord(path))?.token === token) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function readRecord(path: string): Promise<z.infer<typeof recordSchema> | undefined> {
  try {
    return recordSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    // Not there, or its owner is writing it at this moment.
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}
