import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelEnd } from '../engine/channel.ts';
import { createErrorFile, writeEnd } from './errorFile.ts';
import { workerEnvironment } from './forkWorker.ts';
import { SharingProblem } from './sharingProblem.ts';

/** What a shared engine tells the window that started it, once, over Node's IPC. */
export type SharedStart =
  { readonly kind: 'listening' } | { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly why: string };

/** What it said of its start; the way it ended, if it ended first. */
export type SharedOutcome = SharedStart | { readonly kind: 'ended'; readonly end: ChannelEnd };

/**
 * Starts the engine of `key` in a process of its own session, which does not end with this one. How it ends is written
 * in its error file for as long as this process lives. Throws `SharingProblem`.
 */
export async function spawnShared(modulePath: string, folder: string, key: string): Promise<SharedOutcome> {
  const errorFile = `${key}.${randomBytes(6).toString('hex')}.err`;
  const errorPath = join(folder, errorFile);
  const errors = createErrorFile(errorPath);
  let child: ChildProcess;
  try {
    child = fork(modulePath, ['--shared', folder, key, errorFile], {
      // A project's folder could not be removed while a process stands in it.
      cwd: folder,
      detached: true,
      execArgv: [],
      env: workerEnvironment(process.env),
      stdio: ['ignore', 'ignore', errors, 'ipc'],
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
  } catch (cause) {
    closeSync(errors);
    rmSync(errorPath, { force: true });
    throw new SharingProblem('the engine cannot be started on its own', { cause });
  }

  child.on('error', () => {});
  const ended = new Promise<ChannelEnd>((resolve) => {
    child.once('exit', (exitCode, signal) => {
      writeEnd(errors, { exitCode, signal });
      closeSync(errors);
      resolve({ exitCode, signal });
    });
  });
  const said = new Promise<SharedStart>((resolve) => {
    child.once('message', (message) => {
      // Only the worker of the same build writes here.
      const start = message as SharedStart;
      if (start.kind !== 'listening') rmSync(errorPath, { force: true });
      if (child.connected) child.disconnect();
      // This process may end as it likes.
      child.unref();
      resolve(start);
    });
  });
  return Promise.race([said, ended.then((end) => ({ kind: 'ended', end }) as const)]);
}
