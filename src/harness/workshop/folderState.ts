import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '../../base/appError.ts';

/** A file as the file system vouches for it: the time of its last change (ctime) cannot be set by programs. */
export interface FileStamp {
  readonly kind: 'file' | 'link' | 'folder' | 'other';
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

/** One that its owner brings up to date. */
export interface OwnFolderState {
  readonly files: Map<string, FileStamp>;
  readonly folders: Map<string, number>;
}

/** So many files are dealt with in one go: the event loop must not wait for more. */
export const filesPerSlice = 200;

/** Everything below `root`, without what is at the paths of `leftOut`. Links are not followed. */
export async function readFolderState(
  root: string,
  leftOut: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<OwnFolderState> {
  const state = { files: new Map<string, FileStamp>(), folders: new Map<string, number>() };
  await readBelow({ root, prefix: '', leftOut }, state, signal);
  return state;
}

/** Brings a state up to date where something may have changed since it was read: at the paths, below and above them. */
export async function rereadPaths(
  root: string,
  state: OwnFolderState,
  paths: Iterable<string>,
  signal: AbortSignal,
): Promise<void> {
  for (const path of paths) {
    forgetAt(path, state);
    const folders = path.split('/').slice(0, -1);
    const above = folders.map((_name, depth) => folders.slice(0, depth + 1).join('/'));
    for (const each of [...above, path]) {
      const stamp = stampIfThere(join(root, each));
      if (stamp?.kind === 'folder') {
        state.files.delete(each);
        state.folders.set(each, stamp.mode);
        if (each === path) await readBelow({ root, prefix: `${path}/`, leftOut: new Set() }, state, signal);
        continue;
      }
      forgetAt(each, state);
      if (stamp !== undefined) state.files.set(each, stamp);
      break;
    }
  }
}

async function readBelow(
  {
    root,
    prefix: first,
    leftOut,
  }: { readonly root: string; readonly prefix: string; readonly leftOut: ReadonlySet<string> },
  { files, folders }: OwnFolderState,
  signal: AbortSignal,
): Promise<void> {
  const pending = [first];
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
}

function forgetAt(path: string, { files, folders }: OwnFolderState): void {
  files.delete(path);
  if (!folders.delete(path)) return;
  for (const known of [files, folders])
    for (const each of known.keys()) if (each.startsWith(`${path}/`)) known.delete(each);
}

function stampIfThere(file: string): FileStamp | undefined {
  try {
    return stampOf(file);
  } catch {
    return undefined;
  }
}

export function stampOf(file: string): FileStamp {
  const found = lstatSync(file);
  return {
    kind: kindOf(found),
    inode: found.ino,
    bytes: found.size,
    changedMs: found.ctimeMs,
    mode: found.mode,
  };
}

function kindOf(found: Stats): FileStamp['kind'] {
  if (found.isFile()) return 'file';
  if (found.isSymbolicLink()) return 'link';
  return found.isDirectory() ? 'folder' : 'other';
}

export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return (
    a.kind === b.kind && a.inode === b.inode && a.bytes === b.bytes && a.changedMs === b.changedMs && a.mode === b.mode
  );
}
