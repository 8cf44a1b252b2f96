import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { onDisk, systemCode } from './diskError.ts';
import type { Digest } from './modelDownload.ts';

/** Undefined when there is no file. */
export async function fileBytes(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Is the file at `path` the one that is wanted? Reads it whole, when there is a digest to compare with. */
export async function isWantedFile(
  path: string,
  { bytes, digest }: { readonly bytes: number; readonly digest: Digest | undefined },
  signal: AbortSignal,
): Promise<boolean> {
  if ((await fileBytes(path)) !== bytes) return false;
  if (digest === undefined) return true;
  const hash = createHash(digest.algorithm);
  await onDisk(dirname(path), () => pipeline(createReadStream(path), hash, { signal }));
  return hash.digest('hex') === digest.hex;
}

/** Gives a file that is on the disk its own name, in one step that survives a loss of power. */
export async function moveIntoPlace(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  await onDisk(folder, () => rename(from, to));
  // Windows cannot open a folder, and keeps the order of such steps by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync().catch(() => {});
  } finally {
    await handle.close();
  }
}
