import { expect, test } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import { describeDownload } from '../../src/editor/describeDownload.ts';
import type { DownloadState } from '../../src/models/download/downloadState.ts';

const running = {
  kind: 'downloading',
  doneBytes: 1_234_000_000,
  totalBytes: 5_680_522_464,
  bytesPerSecond: 34_100_000,
  etaSeconds: 130,
  source: 'huggingface',
  isElsewhere: false,
} satisfies DownloadState;

test.each<[DownloadState, string]>([
  [running, '1.23 GB of 5.68 GB, 34.1 MB per second, about 2 min left'],
  [{ ...running, etaSeconds: 12 }, '1.23 GB of 5.68 GB, 34.1 MB per second, about 15 s left'],
  [{ ...running, etaSeconds: 5_400 }, '1.23 GB of 5.68 GB, 34.1 MB per second, about 1.5 h left'],
  [{ ...running, bytesPerSecond: 0, etaSeconds: undefined }, '1.23 GB of 5.68 GB, waiting for data'],
  [{ ...running, isElsewhere: true }, '1.23 GB of 5.68 GB, 34.1 MB per second, about 2 min left, by another window'],
  [{ kind: 'resolving' }, 'asking for the file'],
  [{ kind: 'resolving', asked: { host: 'hub.example', attempt: 1 } }, 'asking hub.example for the file'],
  [{ kind: 'resolving', asked: { host: 'hub.example', attempt: 2 } }, 'no answer from hub.example yet, attempt 2'],
  [{ kind: 'paused', doneBytes: 2e9, totalBytes: 5e9, isInterrupted: false }, 'paused at 40%, 2 GB of 5 GB'],
  [{ kind: 'paused', doneBytes: 0, totalBytes: undefined, isInterrupted: true }, 'paused'],
  [
    {
      kind: 'failed',
      error: new AppError('not-enough-disk', { folder: '/models', neededBytes: 6e9, freeBytes: 1.5e9 }),
    },
    'The download needs 6 GB and /models has 1.5 GB free. Free some space, or choose another folder.',
  ],
  [
    {
      kind: 'failed',
      error: new AppError('download-failed', {
        ...{ name: 'a.gguf', host: 'hub.example', detail: 'ENOTFOUND' },
        problem: 'unknown-host',
      }),
    },
    'hub.example cannot be reached (ENOTFOUND). What has arrived of a.gguf is kept: check the connection and the proxy, or choose another source, and start the download again.',
  ],
])('%j reads: %s', (state, text) => {
  expect(describeDownload(state)).toBe(text);
});
