import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../base/appError.ts';
import { onDisk, systemCode } from './diskError.ts';

/** Left free, for the other programs of the machine. */
const marginBytes = 256 * 1024 * 1024;

/** Throws `not-enough-disk` when `bytes` more do not fit where `folder` is or will be. */
export async function checkFreeSpace(
  folder: string,
  bytes: number,
  freeBytes: (folder: string) => Promise<number>,
): Promise<void> {
  const neededBytes = bytes + marginBytes;
  const free = await freeBytes(folder);
  if (bytes > 0 && free < neededBytes) throw new AppError('not-enough-disk', { folder, neededBytes, freeBytes: free });
}

/** What a program without privileges may still write to the disk of `folder`, which need not exist yet. */
export async function freeBytesOf(folder: string): Promise<number> {
  return onDisk(folder, async () => {
    for (let at = folder; ; at = dirname(at)) {
      try {
        const { bavail, bsize } = await statfs(at);
        return bavail * bsize;
      } catch (error) {
        if (systemCode(error) !== 'ENOENT' || dirname(at) === at) throw error;
      }
    }
  });
}
