import { AppError, isAbort } from '../../base/appError.ts';
import type { Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/event.ts';
import type { Log } from '../../base/log.ts';
import { raceAbort } from '../../base/raceAbort.ts';
import { type DownloadSnapshot, type DownloadState, pausedState } from './downloadState.ts';
import { fileBytes } from './finishedFile.ts';
import { journalPaths, listJournals, readJournal } from './journal.ts';
import type { ModelDownload } from './modelDownload.ts';
import { watchLock } from './ownerLock.ts';
import type { EndReason, RunPorts } from './runDownload.ts';
import { discardShared, requestStop, runShared } from './sharedDownload.ts';

export interface Downloads extends Disposable {
  /** In the order in which they were begun. */
  readonly list: readonly DownloadSnapshot[];
  /** A few times a second at most for each download. */
  readonly onChange: Event<DownloadSnapshot>;
  /** Begins a download or goes on with it, and resolves with how that ended: done, failed or paused. Never rejects. */
  start(download: ModelDownload): Promise<DownloadState>;
  /** Stops a download in all windows. What is loaded is kept. */
  cancel(id: string): Promise<void>;
  /** Stops a download in all windows and removes what is loaded. A finished one is taken off the list only. */
  discard(id: string): Promise<void>;
  /** Lists what earlier sessions left, as paused, and follows what other windows load. Begins nothing. */
  restore(): Promise<void>;
}

export interface DownloadsPorts extends RunPorts {
  /** The folder of all downloads; read when one begins. */
  readonly folder: () => string;
  readonly log: Log;
}

interface Entry {
  readonly download: ModelDownload;
  readonly root: string;
  state: DownloadState;
  running: { readonly controller: AbortController; readonly ended: Promise<DownloadState> } | undefined;
}

/** Owns the downloads of this window: one at a time here, and each at most once among all windows. */
export function createDownloads(ports: DownloadsPorts): Downloads {
  const { clock, log } = ports;
  const entries = new Map<string, Entry>();
  const changed = new Emitter<DownloadSnapshot>((error) => log.error('a listener to downloads failed', error));
  const closing = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();

  const set = (entry: Entry, state: DownloadState): void => {
    entry.state = state;
    if (state.kind === 'discarded') entries.delete(entry.download.id);
    changed.fire({ download: entry.download, state });
  };

  const run = (entry: Entry): Promise<DownloadState> => {
    const { download, root } = entry;
    const controller = new AbortController();
    const before = turn;
    const work = async (): Promise<DownloadState> => {
      try {
        await raceAbort(before, controller.signal);
        return await runShared({ download, root, ports, onState: (state) => set(entry, state) }, controller.signal);
      } catch (error) {
        if (isAbort(error)) return pausedState(await readJournal(journalPaths(root, download.id).journal));
        log.error(`the download of ${download.id} failed`, error);
        return { kind: 'failed', error: toKnown(error, root) };
      } finally {
        entry.running = undefined;
      }
    };
    set(entry, { kind: 'queued' });
    const ended = work().then((state) => {
      set(entry, state);
      return state;
    });
    turn = Promise.allSettled([before, ended]);
    entry.running = { controller, ended };
    return ended;
  };

  const stop = async (entry: Entry): Promise<void> => {
    const { running } = entry;
    if (running === undefined) return;
    if (entry.state.kind === 'downloading' && entry.state.isElsewhere) {
      await requestStop(entry.root, entry.download.id);
    }
    running.controller.abort('paused' satisfies EndReason);
    await running.ended;
  };

  return {
    get list() {
      return [...entries.values()].map(({ download, state }) => ({ download, state }));
    },
    onChange: changed.event,
    start(download) {
      const known = entries.get(download.id);
      if (known?.running !== undefined) return known.running.ended;
      const entry: Entry = { download, root: ports.folder(), state: { kind: 'queued' }, running: undefined };
      entries.set(download.id, entry);
      return run(entry);
    },
    async cancel(id) {
      const entry = entries.get(id);
      if (entry !== undefined) await stop(entry);
    },
    async discard(id) {
      const entry = entries.get(id);
      if (entry === undefined) return;
      const { download, root } = entry;
      await stop(entry);
      if (entry.state.kind !== 'done') await discardShared({ download, root, ports }, closing.signal);
      set(entry, { kind: 'discarded' });
    },
    async restore() {
      const root = ports.folder();
      for (const journal of await listJournals(root)) {
        const { download } = journal;
        if (entries.get(download.id)?.running !== undefined) continue;
        const entry: Entry = { download, root, state: pausedState(journal), running: undefined };
        entries.set(download.id, entry);
        const { lock } = journalPaths(root, download.id);
        // Looking removes the lock of a process that is gone.
        await watchLock(lock, undefined, clock);
        if (journal.isEnded || (await fileBytes(lock)) === undefined) set(entry, entry.state);
        else void run(entry);
      }
    },
    dispose() {
      closing.abort();
      for (const { running } of entries.values()) running?.controller.abort('closed' satisfies EndReason);
    },
  };
}

/** Whatever is not foreseen in work on files comes from the file system. */
function toKnown(error: unknown, folder: string): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new AppError('folder-unwritable', { folder, detail }, { cause: error });
}
