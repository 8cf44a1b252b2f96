import { rm, writeFile } from 'node:fs/promises';
import { isAbort } from '../../base/appError.ts';
import { delay } from '../../base/delay.ts';
import type { Clock } from '../../base/clock.ts';
import { type DownloadState, amountOf, pausedState } from './downloadState.ts';
import { fileBytes } from './finishedFile.ts';
import { type Journal, journalPaths, readJournal } from './journal.ts';
import type { ModelDownload } from './modelDownload.ts';
import { type LockSighting, type OwnerLock, takeLock, watchLock } from './ownerLock.ts';
import {
  type EndReason,
  type RunPorts,
  type RunProgress,
  removeDownload,
  runDownload,
  targetPath,
} from './runDownload.ts';
import { createSpeedometer } from './speedometer.ts';

/** How often an owner says that it lives, and the others look. */
const beatMs = 1_000;
const reportEveryMs = 250;

export interface SharedRun {
  readonly download: ModelDownload;
  readonly root: string;
  readonly ports: RunPorts;
  readonly onState: (state: DownloadState) => void;
}

/**
 * Does a download when no other window does, follows the one that does, and takes over when that one dies. Resolves
 * with how it ended; throws `AppError`s of its own work and aborts.
 */
export async function runShared(run: SharedRun, signal: AbortSignal): Promise<DownloadState> {
  const { lock: path } = journalPaths(run.root, run.download.id);
  for (;;) {
    const lock = await takeLock(path);
    const end = lock === undefined ? await follow(run, signal) : await runOwned(lock, run, signal);
    if (end !== undefined) return end;
  }
}

/** Undefined when another window took the lock away, which took this one for dead. */
async function runOwned(
  lock: OwnerLock,
  { download, root, ports, onState }: SharedRun,
  signal: AbortSignal,
): Promise<DownloadState | undefined> {
  const { stop } = journalPaths(root, download.id);
  const own = new AbortController();
  const onAbort = (): void => own.abort(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  let isLost = false;
  const beat = async (): Promise<void> => {
    while (!own.signal.aborted) {
      await delay(ports.clock, beatMs, own.signal);
      isLost = !(await lock.touch());
      if (isLost) own.abort('closed' satisfies EndReason);
      else if ((await fileBytes(stop)) !== undefined) own.abort('paused' satisfies EndReason);
    }
  };
  await rm(stop, { force: true });
  // A pause that ends, or a disk that is gone, which the work itself will notice.
  const beating = beat().catch(() => {});
  try {
    const path = await runDownload(download, root, ports, reporter(onState, false, ports.clock), own.signal);
    return { kind: 'done', path };
  } catch (error) {
    if (isLost && isAbort(error)) return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    own.abort();
    await beating;
    await lock.release();
  }
}

/** Undefined when the lock is free and there is work left. */
async function follow(
  { download, root, ports, onState }: SharedRun,
  signal: AbortSignal,
): Promise<DownloadState | undefined> {
  const paths = journalPaths(root, download.id);
  const report = reporter(onState, true, ports.clock);
  let sighting: LockSighting | undefined;
  let isKnown = false;
  for (;;) {
    sighting = await watchLock(paths.lock, sighting, ports.clock);
    const journal = await readJournal(paths.journal);
    isKnown ||= journal !== undefined;
    if (sighting === undefined) return endOfOther(download, root, journal, isKnown);
    if (journal !== undefined) reportJournal(journal, report);
    await delay(ports.clock, beatMs, signal);
  }
}

function reportJournal(journal: Journal, report: (progress: RunProgress) => void): void {
  const { doneBytes, totalBytes } = amountOf(journal);
  const [first] = Object.values(journal.files);
  if (totalBytes === undefined || first === undefined) report({ kind: 'resolving' });
  else report({ kind: 'downloading', doneBytes, totalBytes, source: first.source });
}

/** What became of a download whose owner is gone. */
async function endOfOther(
  download: ModelDownload,
  root: string,
  journal: Journal | undefined,
  isKnown: boolean,
): Promise<DownloadState | undefined> {
  if (journal !== undefined) return journal.isEnded ? pausedState(journal) : undefined;
  const paths = download.files.map((file) => targetPath(root, download, file));
  const sizes = await Promise.all(paths.map(fileBytes));
  const [path] = paths;
  if (path !== undefined && sizes.every((size) => size !== undefined)) return { kind: 'done', path };
  return isKnown ? { kind: 'discarded' } : undefined;
}

/** Tells of each step, but of bytes a few times a second only. */
function reporter(
  onState: (state: DownloadState) => void,
  isElsewhere: boolean,
  clock: Clock,
): (progress: RunProgress) => void {
  const measure = createSpeedometer(clock);
  let lastMs = -Infinity;
  return (progress) => {
    if (progress.kind !== 'downloading') {
      lastMs = -Infinity;
      onState(progress);
      return;
    }
    if (clock.now() - lastMs < reportEveryMs) return;
    lastMs = clock.now();
    onState({ ...progress, ...measure(progress.doneBytes, progress.totalBytes), isElsewhere });
  };
}

/** Asks the window that owns the download to stop; it looks for this file at each beat. */
export async function requestStop(root: string, id: string): Promise<void> {
  // No folder, no owner.
  await writeFile(journalPaths(root, id).stop, '').catch(() => {});
}

/** Stops a download in whatever window works on it, and removes what was loaded. */
export async function discardShared(
  { download, root, ports }: Omit<SharedRun, 'onState'>,
  signal: AbortSignal,
): Promise<void> {
  const path = journalPaths(root, download.id).lock;
  let sighting: LockSighting | undefined;
  for (;;) {
    const lock = await takeLock(path);
    if (lock !== undefined) {
      try {
        return await removeDownload(download, root);
      } finally {
        await lock.release();
      }
    }
    await requestStop(root, download.id);
    sighting = await watchLock(path, sighting, ports.clock);
    if (sighting !== undefined) await delay(ports.clock, beatMs, signal);
  }
}
