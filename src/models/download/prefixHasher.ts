import { createHash } from 'node:crypto';
import type { Digest } from './modelDownload.ts';
import { type PartFile, readyBytes } from './partFile.ts';

export interface PrefixHasher {
  /** Tells that more of the file may be there. */
  follow(): void;
  /** Resolves when the digest covers `bytes`, which must all be there. Rejects with what reading threw. */
  digest(bytes: number): Promise<string>;
  /** Ends the reading; a digest that is waited for never comes. */
  stop(): Promise<void>;
}

/** Long enough to keep up with a disk, short enough that the host's other work is not held up: under a millisecond. */
const sliceBytes = 256 * 1024;

/**
 * Computes a file's digest while it arrives: follows the part that is there from the first byte on, and reads what it
 * has not seen from the file, which the system still has in memory. So bytes that arrive out of order, and those that
 * an earlier process left, need no pass of their own at the end.
 */
export function createPrefixHasher(part: PartFile, algorithm: Digest['algorithm']): PrefixHasher {
  const hash = createHash(algorithm);
  const buffer = new Uint8Array(sliceBytes);
  let hashed = 0;
  let isStopped = false;
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    for (;;) {
      const wanted = Math.min(sliceBytes, readyBytes(part) - hashed);
      if (isStopped || wanted <= 0) return;
      const length = await part.read(buffer.subarray(0, wanted), hashed);
      if (length === 0) throw new Error(`${part.path} is shorter than what was written to it`);
      hash.update(buffer.subarray(0, length));
      hashed += length;
    }
  };
  const follow = (): void => {
    // A failure is thrown to the one who asks for the digest.
    reading ??= read().then(() => {
      reading = undefined;
      if (!isStopped && hashed < readyBytes(part)) follow();
    });
    reading.catch(() => {});
  };
  return {
    follow,
    async digest(bytes) {
      for (;;) {
        if (hashed >= bytes) return hash.digest('hex');
        follow();
        await reading;
      }
    },
    async stop() {
      isStopped = true;
      await reading?.catch(() => {});
    },
  };
}
