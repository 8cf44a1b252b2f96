import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { UsageProblem } from './usageProblem.ts';

/** Where runs are kept unless `--out` says otherwise: not in the repository, which stays as it is. */
export const runsFolder = join(homedir(), '.parity', 'benchmark');

/** A new folder for a run or a task set of this repository: `name-1a2b3c4d/2026-11-24T10-20-30`. */
export function newFolder(repository: string, now: Date): string {
  const path = resolve(repository);
  const digest = createHash('sha256').update(path).digest('hex').slice(0, 8);
  const moment = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return join(runsFolder, `${basename(path)}-${digest}`, moment);
}

/** Throws {@link UsageProblem}. */
export async function requireRepository(repository: string): Promise<void> {
  const found = await stat(repository).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new UsageProblem(`There is no folder ${resolve(repository)}. Say where the repository is with --repo.`);
  }
}
