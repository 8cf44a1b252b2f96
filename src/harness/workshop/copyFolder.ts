import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '../../base/appError.ts';
import { type BaseEntry, type BaseFiles, staysInside } from './baseFiles.ts';
import {
  type FileStamp,
  type FolderState,
  filesPerSlice,
  isSameStamp,
  readFolderState,
  stampOf,
} from './folderState.ts';
import { makeRealFolders, placeFile, removeAll } from './placeFile.ts';

/**
 * A folder that holds the files of a base, and can be made to hold those of another, or the same ones anew: what is not as
 * it was placed is placed again, and what was not placed goes. Nothing else is touched, so that the next task of a base
 * costs a look at each file. One task has it at a time.
 */
export class CopyFolder {
  readonly path: string;
  /** What the folder held when it was made ready: the entry, and the file that it became. */
  readonly #placed = new Map<string, { readonly entry: BaseEntry; readonly stamp: FileStamp }>();

  #base: BaseFiles | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** How many files would have to be placed for this base, by what the folder held last. */
  distance(base: BaseFiles): number {
    let same = 0;
    for (const [path, entry] of base.entries) if (isSameEntry(this.#placed.get(path)?.entry, entry)) same += 1;
    return base.entries.size - same;
  }

  async makeReady(base: BaseFiles, signal: AbortSignal): Promise<void> {
    mkdirSync(this.path, { recursive: true });
    this.#base = base;
    const state = await readFolderState(this.path, new Set(), signal);
    this.#clear(base, state);
    const wanted = [...base.entries].filter(([path, entry]) => {
      const placed = this.#placed.get(path);
      const found = state.files.get(path);
      const isThere = placed !== undefined && found !== undefined && isSameStamp(placed.stamp, found);
      return !isThere || !isSameEntry(placed.entry, entry);
    });
    // Links last: no file is placed through one.
    for (const kind of ['file', 'link'] as const) {
      const chosen = wanted.filter(([, entry]) => entry.kind === kind);
      for (let from = 0; from < chosen.length; from += filesPerSlice) {
        throwIfAborted(signal);
        const slice = chosen.slice(from, from + filesPerSlice);
        const contents = await Promise.all(slice.map(([, entry]) => base.read(entry, signal)));
        slice.forEach(([path, entry], index) => this.#place(path, entry, contents[index] ?? new Uint8Array()));
        await setImmediate();
      }
    }
  }

  /** A file as the base has it; `undefined`: it is none of the base, or no text. */
  async textOf(path: string, signal: AbortSignal): Promise<string | undefined> {
    const entry = this.#base?.entries.get(path);
    if (entry === undefined || this.#base === undefined) return undefined;
    const bytes = await this.#base.read(entry, signal);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return undefined;
    }
  }

  remove(): void {
    removeAll(this.path);
  }

  #clear(base: BaseFiles, { files, folders }: FolderState): void {
    const needed = new Set<string>();
    for (const path of base.entries.keys()) {
      for (let folder = dirname(path); folder !== '.' && !needed.has(folder); folder = dirname(folder)) {
        needed.add(folder);
      }
    }
    for (const [folder, mode] of folders) {
      if (!needed.has(folder)) removeAll(join(this.path, folder));
      else if ((mode & 0o777) !== 0o755) chmodSync(join(this.path, folder), 0o755);
    }
    for (const path of files.keys()) if (!base.entries.has(path)) removeAll(join(this.path, path));
    for (const path of this.#placed.keys()) if (!base.entries.has(path)) this.#placed.delete(path);
  }

  #place(path: string, entry: BaseEntry, bytes: Uint8Array): void {
    this.#placed.delete(path);
    const file = join(this.path, path);
    if (entry.kind === 'link') {
      const target = new TextDecoder().decode(bytes);
      if (!staysInside(path, target)) return;
      makeRealFolders(this.path, dirname(path));
      removeAll(file);
      symlinkSync(target, file);
    } else {
      placeFile(this.path, path, bytes, entry.isExecutable);
    }
    this.#placed.set(path, { entry, stamp: stampOf(file) });
  }
}

function isSameEntry(a: BaseEntry | undefined, b: BaseEntry): boolean {
  return a?.kind === b.kind && a.isExecutable === b.isExecutable && a.content === b.content;
}
