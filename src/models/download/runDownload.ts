import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type NetworkProblem, isAppError } from '../../base/appError.ts';
import type { Asked } from './downloadState.ts';
import { fileBytes, isWantedFile } from './finishedFile.ts';
import { checkFreeSpace } from './freeSpace.ts';
import { type Journal, journalPaths, readJournal, removeJournal } from './journal.ts';
import { type JournalKeeper, keepJournal } from './journalKeeper.ts';
import { loadFile, partPath } from './loadFile.ts';
import type { DownloadFile, ModelDownload } from './modelDownload.ts';
import type { RemoteFile, SourceName } from './remoteFile.ts';
import { type Source, type SourceChoice, mayBeElsewhere, resolveFile, sourcesOf } from './resolveFile.ts';
import { type MaxFailures, patience } from './retry.ts';
import { byteCount } from './spans.ts';
import type { TransferPorts } from './transfer.ts';

export interface RunPorts extends TransferPorts {
  /** Read at each start: the user may have changed it since. */
  readonly chooseSource: () => Promise<SourceChoice>;
  readonly freeBytes: (folder: string) => Promise<number>;
}

export type RunProgress =
  | { readonly kind: 'resolving'; readonly asked?: Asked }
  | {
      readonly kind: 'downloading';
      readonly doneBytes: number;
      readonly totalBytes: number;
      readonly source: SourceName;
    }
  | { readonly kind: 'verifying' };

/** Why a run was given up. After `closed` another window goes on with it. */
export type EndReason = 'paused' | 'closed';

/** Where a download's file is when it is finished. */
export function targetPath(root: string, { folder }: ModelDownload, { path }: DownloadFile): string {
  return join(root, folder, path);
}

/**
 * Loads what a download lacks into `root` and gives the path of its first file. To be called by the owner of the
 * download's lock only. Throws `AppError`s, and an abort for a signal whose reason is an {@link EndReason}; what was
 * loaded until then is kept.
 */
export async function runDownload(
  download: ModelDownload,
  root: string,
  ports: RunPorts,
  onProgress: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<string> {
  const known = await readJournal(journalPaths(root, download.id).journal);
  const keeper = keepJournal(root, { format: 1, files: {}, ...known, download, isEnded: false }, ports.clock);
  try {
    await keeper.write({ isEnded: false });
    onProgress({ kind: 'resolving' });
    const choice = await ports.chooseSource();
    const located: (Located & { file: DownloadFile; path: string; isFinished: boolean })[] = [];
    for (const file of download.files) {
      const path = targetPath(root, download, file);
      const asking = { ...ports, onAsk: (asked: Asked) => onProgress({ kind: 'resolving', asked }) };
      const found = await locate(sourcesOf(download, file, choice), file, asking, signal);
      located.push({ ...found, file, path, isFinished: await isThere(path, file, found.remote, keeper, signal) });
    }
    const totalBytes = located.reduce((sum, { remote }) => sum + remote.bytes, 0);
    const doneBytes = (): number =>
      located.reduce((sum, { file, remote, isFinished }) => {
        const progress = keeper.journal.files[file.path];
        if (isFinished || progress?.isFinished === true) return sum + remote.bytes;
        return sum + byteCount(progress?.good ?? []);
      }, 0);
    await checkFreeSpace(root, totalBytes - doneBytes(), ports.freeBytes);

    for (const { remote, source, later, file, path, isFinished } of located) {
      if (isFinished) continue;
      const report = ({ source }: RemoteFile): void =>
        onProgress({ kind: 'downloading', doneBytes: doneBytes(), totalBytes, source });
      await loadFromAny({ file, path, first: remote, source, later, keeper, report, onProgress, ports }, signal);
    }
    await keeper.remove();
    const [firstFile] = located;
    return firstFile?.path ?? root;
  } catch (error) {
    // A journal that cannot be written is of no more interest than what came before.
    await keeper.write({ isEnded: signal.reason !== ('closed' satisfies EndReason) }).catch(() => {});
    throw error;
  }
}

interface Located {
  readonly remote: RemoteFile;
  /** The source that has it. */
  readonly source: Source;
  /** What to try when it fails. */
  readonly later: readonly Source[];
}

interface LocatePorts extends RunPorts {
  readonly onAsk: (asked: Asked) => void;
}

/** With another source to go to, nobody waits minutes for one that cannot be reached. */
const quickFailures = 2;

/** Before a byte has come, a network that is not there is told at once: nothing is lost by asking again later. */
const failuresBeforeTelling: Readonly<Partial<Record<NetworkProblem, number>>> = {
  'unknown-host': 3,
  unreachable: 3,
  refused: 3,
  'proxy-unreachable': 3,
  timeout: 1,
};

function limitFailures(most: number): MaxFailures {
  return (problem) => {
    const few =
      problem.kind === 'network' && problem.problem !== undefined ? failuresBeforeTelling[problem.problem] : undefined;
    return Math.min(most, few ?? most);
  };
}

/**
 * The first source that has the file. Throws what the first of them said when none has; when that was no answer at all,
 * after asking it again with patience.
 */
async function locate(
  sources: readonly Source[],
  file: DownloadFile,
  ports: LocatePorts,
  signal: AbortSignal,
): Promise<Located> {
  const [preferred, ...later] = sources;
  if (preferred === undefined || later.length === 0) return locateWith(patience, sources, file, ports, signal);
  try {
    return await locateWith(quickFailures, sources, file, ports, signal);
  } catch (error) {
    if (!isAppError(error, 'download-failed') && !isAppError(error, 'download-rate-limited')) throw error;
    const { remote, source } = await locateWith(patience, [preferred], file, ports, signal);
    return { remote, source, later };
  }
}

async function locateWith(
  most: number,
  sources: readonly Source[],
  file: DownloadFile,
  ports: LocatePorts,
  signal: AbortSignal,
): Promise<Located> {
  let first: { readonly error: unknown } | undefined;
  for (const [index, source] of sources.entries()) {
    try {
      const onAttempt = (attempt: number): void => ports.onAsk({ host: source.host, attempt });
      const remote = await resolveFile(source, file, { ...ports, onAttempt, maxFailures: limitFailures(most) }, signal);
      return { remote, source, later: sources.slice(index + 1) };
    } catch (error) {
      if (!mayBeElsewhere(error)) throw error;
      first ??= { error };
    }
  }
  throw first?.error;
}

async function isThere(
  path: string,
  file: DownloadFile,
  remote: RemoteFile,
  { journal }: JournalKeeper,
  signal: AbortSignal,
): Promise<boolean> {
  const noted = journal.files[file.path];
  const isNoted = noted?.isFinished === true && noted.bytes === remote.bytes && noted.digest === remote.digest?.hex;
  if (isNoted && (await fileBytes(path)) === remote.bytes) return true;
  return isWantedFile(path, remote, signal);
}

interface FileRun {
  readonly file: DownloadFile;
  readonly path: string;
  readonly first: RemoteFile;
  readonly source: Source;
  readonly later: readonly Source[];
  readonly keeper: JournalKeeper;
  readonly report: (remote: RemoteFile) => void;
  readonly onProgress: (progress: RunProgress) => void;
  readonly ports: RunPorts;
}

/** Bytes from one source are good for the next, when both have the file of the same digest. */
async function loadFromAny(run: FileRun, signal: AbortSignal): Promise<void> {
  const { file, path, keeper, report, onProgress, ports } = run;
  const load = async (remote: RemoteFile, source: Source): Promise<void> => {
    try {
      const hooks = {
        progress: keeper.journal.files[file.path],
        onProgress(progress: NonNullable<Journal['files'][string]>, sync: () => Promise<void>) {
          keeper.note(file.path, progress, sync);
          report(remote);
        },
        onVerifying: () => onProgress({ kind: 'verifying' }),
        resolveAgain: () => resolveFile(source, file, ports, signal),
      };
      await loadFile(file, path, remote, hooks, ports, signal);
    } catch (error) {
      if (isAppError(error, 'download-mismatch') && error.data.rejectedPath !== undefined) {
        await keeper.forget(file.path);
      }
      throw error;
    }
    const progress = keeper.journal.files[file.path];
    if (progress !== undefined) keeper.note(file.path, { ...progress, isFinished: true }, () => Promise.resolve());
  };
  try {
    return await load(run.first, run.source);
  } catch (error) {
    if (run.later.length === 0 || !mayBeElsewhere(error)) throw error;
    const asking = { ...ports, onAsk: (asked: Asked) => onProgress({ kind: 'resolving', asked }) };
    const next = await locate(run.later, file, asking, signal).catch((failure: unknown) => {
      throw mayBeElsewhere(failure) ? error : failure;
    });
    return loadFromAny({ ...run, ...next, first: next.remote }, signal);
  }
}

/**
 * Removes what was loaded of a download that is not finished; a file that was there before stays. To be called by the
 * owner of its lock only.
 */
export async function removeDownload(download: ModelDownload, root: string): Promise<void> {
  const journal = await readJournal(journalPaths(root, download.id).journal);
  for (const file of download.files) {
    const path = targetPath(root, download, file);
    if (journal?.files[file.path]?.isFinished === true) await rm(path, { force: true });
    await rm(partPath(path), { force: true });
  }
  await rm(journalPaths(root, download.id).stop, { force: true });
  await removeJournal(root, download.id);
  // Unless there is something else in it.
  await rmdir(join(root, download.folder)).catch(() => {});
}
