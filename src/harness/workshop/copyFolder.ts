import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '../../base/appError.ts';
import { type BaseEntry, type BaseFiles, staysInside } from './baseFiles.ts';
import {
  type FileStamp,
  type FolderState,
  type OwnFolderState,
  filesPerSlice,
  isSameStamp,
  readFolderState,
  rereadPaths,
  stampOf,
} from './folderState.ts';
import { makeRealFolders, placeFile, removeAll } from './placeFile.ts';

/**
 * A folder that holds the files of a base, and can be made to hold those of another, or the same ones anew: what is not as
 * it was placed is placed again, and what was not placed goes. Nothing else is touched, so that the next task of a base
 * costs a look at each file, and where nothing ran since, at those alone that the harness changed. One task has it at a
 * time.
 */
export class CopyFolder {
  readonly path: string;
  /** What the folder held when it was made ready: the entry, and the file that it became. */
  readonly #placed = new Map<string, { readonly entry: BaseEntry; readonly stamp: FileStamp }>();

  /** What the folder holds but for {@link #touched}; `undefined`: that must be read. */
  #state: OwnFolderState | undefined;
  readonly #touched = new Set<string>();
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
    const state = await this.#readState(signal);
    // Until it is ready.
    this.#state = undefined;
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
        slice.forEach(([path, entry], index) =>
          this.#place({ path, entry, bytes: contents[index] ?? new Uint8Array() }, state),
        );
        await setImmediate();
      }
    }
    this.#state = state;
  }

  /** The harness changes something there. */
  touch(path: string): void {
    this.#touched.add(path);
  }

  /** Something is about to run that may change anything. */
  expectChanges(): void {
    this.#state = undefined;
  }

  /** The files that it holds now. */
  async files(leftOut: ReadonlySet<string>, signal: AbortSignal): Promise<Map<string, FileStamp>> {
    const { files } = await this.#readState(signal);
    const isLeftOut = (path: string): boolean => [...leftOut].some((each) => `${path}/`.startsWith(`${each}/`));
    return new Map([...files].filter(([path]) => !isLeftOut(path)));
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

  async #readState(signal: AbortSignal): Promise<OwnFolderState> {
    const touched = [...this.#touched];
    if (this.#state !== undefined && !hasOtherSpelling(this.#state, touched)) {
      await rereadPaths(this.path, this.#state, touched, signal);
    } else {
      this.#state = await readFolderState(this.path, new Set(), signal);
    }
    for (const path of touched) this.#touched.delete(path);
    return this.#state;
  }

  #clear(base: BaseFiles, { files, folders }: OwnFolderState): void {
    const needed = new Set<string>();
    for (const path of base.entries.keys()) {
      for (let folder = dirname(path); folder !== '.' && !needed.has(folder); folder = dirname(folder)) {
        needed.add(folder);
      }
    }
    for (const [folder, mode] of folders) {
      if (!needed.has(folder)) {
        removeAll(join(this.path, folder));
        folders.delete(folder);
      } else if ((mode & 0o777) !== 0o755) {
        chmodSync(join(this.path, folder), 0o755);
        folders.set(folder, 0o755);
      }
    }
    for (const path of files.keys()) {
      if (base.entries.has(path)) continue;
      removeAll(join(this.path, path));
      files.delete(path);
    }
    for (const path of this.#placed.keys()) if (!base.entries.has(path)) this.#placed.delete(path);
  }

  #place({ path, entry, bytes }: PlacedFile, { files, folders }: OwnFolderState): void {
    this.#placed.delete(path);
    const file = join(this.path, path);
    if (entry.kind === 'link') {
      const target = new TextDecoder().decode(bytes);
      removeAll(file);
      files.delete(path);
      if (!staysInside(path, target)) return;
      makeRealFolders(this.path, dirname(path));
      symlinkSync(target, file);
    } else {
      placeFile(this.path, path, bytes, entry.isExecutable);
    }
    const stamp = stampOf(file);
    this.#placed.set(path, { entry, stamp });
    files.set(path, stamp);
    for (let folder = dirname(path); folder !== '.' && !folders.has(folder); folder = dirname(folder)) {
      folders.set(folder, stampOf(join(this.path, folder)).mode);
    }
  }
}

interface PlacedFile {
  readonly path: string;
  readonly entry: BaseEntry;
  readonly bytes: Uint8Array;
}

/** Some file systems take names for one that differ in case or in the form of their letters. */
function hasOtherSpelling({ files, folders }: FolderState, paths: readonly string[]): boolean {
  if (paths.length === 0) return false;
  const spellings = new Map<string, string>();
  const isOther = (path: string): boolean => (spellings.get(folded(path)) ?? path) !== path;
  for (const path of paths) {
    for (let part = path; part !== '.'; part = dirname(part)) {
      if (isOther(part)) return true;
      spellings.set(folded(part), part);
    }
  }
  return [files, folders].some((known) => [...known.keys()].some(isOther));
}

function folded(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase();
}

function isSameEntry(a: BaseEntry | undefined, b: BaseEntry): boolean {
  return a?.kind === b.kind && a.isExecutable === b.isExecutable && a.content === b.content;
}
