import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '../../base/appError.ts';

/** A file as the file system vouches for it: the time of its last change (ctime) cannot be set by programs. */
export interface FileStamp {
  readonly kind: 'file' | 'link' | 'other';
  readonly inode: number;
  readonly bytes: number;
  readonly changedMs: number;
  readonly mode: number;
}

export interface FolderState {
  readonly files: ReadonlyMap<string, FileStamp>;
  /** Paths of folders, each behind its parent, with their modes. */
  readonly folders: ReadonlyMap<string, number>;
}

/** So many files are dealt with in one go: the event loop must not wait for more. */
export const filesPerSlice = 200;

/** Everything below `root`, without what is at the paths of `leftOut`. Links are not followed. */
export async function readFolderState(
  root: string,
  leftOut: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<FolderState> {
  const files = new Map<string, FileStamp>();
  const folders = new Map<string, number>();
  const pending = [''];
  let seen = 0;
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    for (const entry of readdirSync(join(root, prefix), { withFileTypes: true })) {
      const path = prefix + entry.name;
      if (leftOut.has(path)) continue;
      const stamp = stampOf(join(root, path));
      if (entry.isDirectory()) {
        folders.set(path, stamp.mode);
        pending.push(`${path}/`);
      } else {
        files.set(path, stamp);
      }
      seen += 1;
      if (seen % filesPerSlice !== 0) continue;
      await setImmediate();
      throwIfAborted(signal);
    }
  }
  return { files, folders };
}

export function stampOf(file: string): FileStamp {
  const found = lstatSync(file);
  return {
    kind: found.isFile() ? 'file' : found.isSymbolicLink() ? 'link' : 'other',
    inode: found.ino,
    bytes: found.size,
    changedMs: found.ctimeMs,
    mode: found.mode,
  };
}

export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return (
    a.kind === b.kind && a.inode === b.inode && a.bytes === b.bytes && a.changedMs === b.changedMs && a.mode === b.mode
  );
}
