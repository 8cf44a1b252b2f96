import type { AppError } from '../../base/appError.ts';
import type { Journal } from './journal.ts';
import type { ModelDownload } from './modelDownload.ts';
import type { SourceName } from './remoteFile.ts';
import { byteCount } from './spans.ts';

export type DownloadState =
  /** Another download of this window comes first. */
  | { readonly kind: 'queued' }
  /** `asked`: which host, and for the how manyth time; undefined where another window does it, or before the first. */
  | { readonly kind: 'resolving'; readonly asked?: Asked }
  | {
      readonly kind: 'downloading';
      readonly doneBytes: number;
      readonly totalBytes: number;
      readonly bytesPerSecond: number;
      /** Undefined while nothing moves. */
      readonly etaSeconds: number | undefined;
      readonly source: SourceName;
      /** Another window does the work. */
      readonly isElsewhere: boolean;
    }
  /** All bytes are there; the digest is still being computed. */
  | { readonly kind: 'verifying' }
  /** `path`: of the first file. */
  | { readonly kind: 'done'; readonly path: string }
  | { readonly kind: 'failed'; readonly error: AppError }
  /** `totalBytes` is known once the host of each file has been asked. */
  | {
      readonly kind: 'paused';
      readonly doneBytes: number;
      readonly totalBytes: number | undefined;
      /** Nobody stopped it: its window was closed, or died. */
      readonly isInterrupted: boolean;
    }
  /** Off the list, and nothing of it is kept. */
  | { readonly kind: 'discarded' };

export interface Asked {
  readonly host: string;
  readonly attempt: number;
}

export interface DownloadSnapshot {
  readonly download: ModelDownload;
  readonly state: DownloadState;
}

export function pausedState(journal: Journal | undefined): DownloadState {
  if (journal === undefined) return { kind: 'paused', doneBytes: 0, totalBytes: undefined, isInterrupted: false };
  return { kind: 'paused', ...amountOf(journal), isInterrupted: !journal.isEnded };
}

export function amountOf({ download, files }: Journal): { doneBytes: number; totalBytes: number | undefined } {
  const sizes = download.files.map(({ path, bytes }) => files[path]?.bytes ?? bytes);
  const totalBytes = sizes.reduce<number | undefined>(
    (sum, bytes) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
    0,
  );
  const doneBytes = Object.values(files).reduce(
    (sum, { isFinished, bytes, good }) => sum + (isFinished ? bytes : byteCount(good)),
    0,
  );
  return { doneBytes, totalBytes };
}
