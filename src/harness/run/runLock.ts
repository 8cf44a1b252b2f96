import { systemClock } from '../../base/clock.ts';
import { delay } from '../../base/delay.ts';
import { type LockSighting, type OwnerLock, takeLock, watchLock } from '../../models/download/ownerLock.ts';
import { RunFolderProblem } from './runFolderProblem.ts';

const lookEveryMs = 500;
/** Longer than it takes to find out that an owner is dead. */
const patienceMs = 22_000;
const touchEveryMs = 2000;

export interface RunLock {
  release(): Promise<void>;
}

/** Makes this process the one that writes to the folder. A process that was killed is found to be dead at once. */
export async function lockRun(path: string, signal: AbortSignal): Promise<RunLock> {
  let sighting: LockSighting | undefined;
  for (const sinceMs = systemClock.now(); ;) {
    const lock = await takeLock(path);
    if (lock !== undefined) return keep(lock);
    const seen = await watchLock(path, sighting, systemClock);
    const isFresh = seen !== undefined && sighting !== undefined && seen.mark !== sighting.mark;
    // Its owner has touched it before our eyes.
    if (isFresh || systemClock.now() - sinceMs > patienceMs) {
      throw new RunFolderProblem(`Another process works on this run (${path}). Wait for it, or end it.`);
    }
    const again = await takeLock(path);
    if (again !== undefined) return keep(again);
    sighting = seen;
    await delay(systemClock, lookEveryMs, signal);
  }
}

function keep(lock: OwnerLock): RunLock {
  const timer = setInterval(() => void lock.touch().catch(() => {}), touchEveryMs);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      await lock.release();
    },
  };
}
