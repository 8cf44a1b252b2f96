/**
 * Changes to a copy in which nothing runs. Links are neither followed nor kept where something has to be put: a file must
 * not end up where they lead. Synchronous, for a file takes microseconds and many of them ten times as long otherwise.
 */
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync, rmdirSync, type Stats, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whatever stands in the way goes. Without `isExecutable` an existing file keeps its mode. */
export function placeFile(root: string, path: string, bytes: Uint8Array, isExecutable?: boolean): void {
  const file = join(root, path);
  makeRealFolders(root, dirname(path));
  const before = statOf(file);
  if (before !== undefined) removeAll(file);
  const keptMode = before?.isFile() === true ? before.mode & 0o777 : 0o644;
  const mode = isExecutable === undefined ? keptMode | 0o600 : isExecutable ? 0o755 : 0o644;
  writeFileSync(file, bytes, { flag: 'wx', mode });
}

/** Takes a file, a link or a folder away, and the folders above that hold nothing then. */
export function removePlaced(root: string, path: string): void {
  if (!hasRealFolders(root, dirname(path))) return;
  removeAll(join(root, path));
  try {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) rmdirSync(join(root, folder));
  } catch {
    // Something else is in it.
  }
}

export function makeRealFolders(root: string, folder: string): void {
  if (folder === '.') return;
  makeRealFolders(root, dirname(folder));
  const place = join(root, folder);
  const found = statOf(place);
  if (found?.isDirectory() === true) return;
  if (found !== undefined) removeAll(place);
  mkdirSync(place);
}

/** Is it there, and reached without a link? */
export function hasRealFolders(root: string, folder: string): boolean {
  if (folder === '.') return true;
  return hasRealFolders(root, dirname(folder)) && statOf(join(root, folder))?.isDirectory() === true;
}

function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch {
    return undefined;
  }
}

/** Also folders that were made unreadable. Of a link the link goes. */
export function removeAll(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    removeEach(path);
  }
}

/** An empty folder goes whoever it belongs to, and whatever may be done with it. */
function removeEach(path: string): void {
  if (statOf(path)?.isDirectory() !== true) return rmSync(path, { force: true });
  try {
    return rmdirSync(path);
  } catch {
    chmodSync(path, 0o700);
    for (const name of readdirSync(path)) removeEach(join(path, name));
    rmdirSync(path);
  }
}
