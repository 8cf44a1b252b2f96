import { rm } from 'node:fs/promises';
import { AppError } from '../../base/appError.ts';
import { delay } from '../../base/delay.ts';
import { raceAbort } from '../../base/raceAbort.ts';
import { moveIntoPlace } from './finishedFile.ts';
import type { FileProgress } from './journal.ts';
import { type DownloadFile, fileName } from './modelDownload.ts';
import { type PartFile, openPartFile } from './partFile.ts';
import { createPrefixHasher } from './prefixHasher.ts';
import type { RemoteFile } from './remoteFile.ts';
import { backoffMs } from './retry.ts';
import { type FileVersion, type TransferPorts, transfer } from './transfer.ts';
import { TransferFailure, toAppError } from './transferFailure.ts';

export interface FileHooks {
  /** What is kept from before, and what is to be kept from now on. */
  readonly progress: FileProgress | undefined;
  /** Called after each piece that was written; `progress` says what may be noted once `sync` has resolved. */
  readonly onProgress: (progress: FileProgress, sync: () => Promise<void>) => void;
  readonly onVerifying: () => void;
  /** Asks the same host once more. */
  readonly resolveAgain: () => Promise<RemoteFile>;
}

/** As often may a host change its mind before a new byte comes. */
const maxChanges = 4;

export function partPath(path: string): string {
  return `${path}.part`;
}

/**
 * Brings a file to `path`: whole, and with the digest that was asked for, or not at all. Until then its bytes are in
 * the part file beside it. Throws `AppError`s and aborts.
 */
export async function loadFile(
  file: DownloadFile,
  path: string,
  first: RemoteFile,
  hooks: FileHooks,
  ports: TransferPorts,
  signal: AbortSignal,
): Promise<void> {
  let remote = first;
  let kept = keptOf(hooks.progress, remote);
  const version: FileVersion = { etag: remote.digest === undefined ? kept?.etag : undefined, isChecked: true };
  let changes = 0;
  for (;;) {
    if (kept === undefined) await rm(partPath(path), { force: true });
    const before = kept;
    const failure = await attempt(file, path, remote, version, { ...hooks, progress: kept, onProgress }, ports, signal);
    if (failure === undefined) return;
    const hasToken = remote.credential !== undefined;
    if (failure.problem.kind !== 'changed') throw toAppError(failure, fileName(file), hasToken);
    changes = goodBytesOf(kept) > goodBytesOf(before) ? 1 : changes + 1;
    if (changes > maxChanges) throw toAppError(failure, fileName(file), hasToken);
    await delay(ports.clock, backoffMs(changes, ports.random()), signal);
    const again = await hooks.resolveAgain();
    kept = keptOf(kept, again);
    if (again.digest !== undefined) {
      // The host says that it is the same file still, or a new one from its first byte on: the digest will tell.
      version.isChecked = kept === undefined;
      version.etag = undefined;
    } else if (failure.problem.what === 'version') {
      kept = undefined;
      version.etag = undefined;
    }
    remote = again;
  }

  function onProgress(progress: FileProgress, sync: () => Promise<void>): void {
    kept = progress;
    hooks.onProgress(progress, sync);
  }
}

/** What is there of this very file; bytes of another one, or perhaps of another one, count for nothing. */
function keptOf(progress: FileProgress | undefined, remote: RemoteFile): FileProgress | undefined {
  if (progress === undefined || progress.bytes !== remote.bytes) return undefined;
  return progress.digest === remote.digest?.hex && (progress.digest !== undefined || progress.etag !== undefined)
    ? progress
    : undefined;
}

function goodBytesOf(progress: FileProgress | undefined): number {
  return progress?.good.reduce((sum, { start, end }) => sum + end - start, 0) ?? 0;
}

/** The failure is returned when asking again may help; what cannot be helped is thrown. */
async function attempt(
  file: DownloadFile,
  path: string,
  remote: RemoteFile,
  version: FileVersion,
  { progress, onProgress, onVerifying }: Omit<FileHooks, 'resolveAgain'>,
  ports: TransferPorts,
  signal: AbortSignal,
): Promise<TransferFailure | undefined> {
  const note = (): void => {
    hasher?.follow();
    onProgress(progressOf(remote, part, version), () => part.sync());
  };
  const part = await openPartFile(partPath(path), progress?.good ?? [], note);
  const hasher = remote.digest === undefined ? undefined : createPrefixHasher(part, remote.digest.algorithm);
  try {
    note();
    await transfer(remote, part, version, ports, signal);
    onVerifying();
    const actual = hasher === undefined ? undefined : await raceAbort(hasher.digest(remote.bytes), signal);
    await part.close();
    if (actual !== remote.digest?.hex) return await reject(file, path, remote, actual ?? '');
    await moveIntoPlace(partPath(path), path);
    return undefined;
  } catch (error) {
    if (error instanceof TransferFailure) return error;
    throw error;
  } finally {
    await hasher?.stop();
    await part.close();
  }
}

function progressOf(remote: RemoteFile, { good }: PartFile, { etag }: FileVersion): FileProgress {
  const { bytes, digest, source } = remote;
  return {
    bytes,
    source,
    good: [...good],
    isFinished: false,
    ...(digest === undefined ? {} : { digest: digest.hex }),
    ...(etag === undefined ? {} : { etag }),
  };
}

async function reject(file: DownloadFile, path: string, remote: RemoteFile, actual: string): Promise<never> {
  const rejectedPath = `${path}.rejected`;
  await moveIntoPlace(partPath(path), rejectedPath);
  throw new AppError('download-mismatch', {
    name: fileName(file),
    expected: remote.digest?.hex ?? '',
    actual,
    rejectedPath,
  });
}
