import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/**
 * Runs `work` while holding the lock file at `path`, so that two processes never do it at once. The lock of a process
 * that no longer exists is taken over.
 */
export async function withInstallLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  let hasWaited = false;
  while (!tryLock(path)) {
    if (!hasWaited) onWait();
    hasWaited = true;
    await setTimeout(500);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (!isHeld(path)) rmSync(path, { force: true });
  return false;
}

function isHeld(path: string): boolean {
  let owner: number;
  try {
    owner = Number(readFileSync(path, 'utf8'));
  } catch {
    // Given up between the two looks.
    return false;
  }
  // Created a moment ago and not yet written.
  if (owner === 0) return true;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
