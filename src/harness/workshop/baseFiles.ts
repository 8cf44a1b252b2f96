import { posix } from 'node:path';
import { AppError } from '../../base/appError.ts';
import { isTaskPath, type TaskBase } from '../../benchmark/task.ts';
import { openFolderHistory } from '../folder/folderHistory.ts';
import type { BlobReader } from '../git/blobReader.ts';
import type { TreeReader } from '../git/treeReader.ts';

/** A file as its base has it. Two entries with one `content` have the same bytes, whatever base they are of. */
export interface BaseEntry {
  readonly kind: 'file' | 'link';
  readonly isExecutable: boolean;
  readonly content: string;
}

export interface BaseFiles {
  /** By path. No path leaves the copy, and none is in `.git`. */
  readonly entries: ReadonlyMap<string, BaseEntry>;
  /** Rejects with `benchmark-base-missing` when the bytes are gone. */
  read(entry: BaseEntry, signal: AbortSignal): Promise<Uint8Array>;
}

const maxFileBytes = 512 * 1024 * 1024;

/** What a commit holds, as its bytes are: attributes, filters and line ends are for checkouts, and are not asked. */
export async function commitFiles(
  { trees, blobs, commit }: { readonly trees: TreeReader; readonly blobs: BlobReader; readonly commit: string },
  signal: AbortSignal,
): Promise<BaseFiles> {
  const missing = (): AppError => new AppError('benchmark-base-missing', { base: commit });
  const files = await trees.files(commit, signal);
  if (files === undefined) throw missing();
  const entries = new Map<string, BaseEntry>();
  for (const { path, kind, isExecutable, id } of files) {
    if (isTaskPath(path)) entries.set(path, { kind: kind === 'file' ? 'file' : 'link', isExecutable, content: id });
  }
  return {
    entries,
    async read({ content }, signal) {
      const found = await blobs.read(content, maxFileBytes, signal);
      if (found.kind === 'bytes') return found.bytes;
      throw missing();
    },
  };
}

/** A folder that is no repository, as long as it is what it was when its digest was taken. Held in memory. */
export async function folderFiles(root: string, digest: string, signal: AbortSignal): Promise<BaseFiles> {
  const missing = (): AppError => new AppError('benchmark-base-missing', { base: digest });
  const history = await openFolderHistory(root, signal);
  if (history.base.kind !== 'folder' || history.base.digest !== digest) throw missing();
  const entries = new Map<string, BaseEntry>();
  const contents = new Map<string, Uint8Array>();
  for await (const { path, kind } of history.files(signal)) {
    if (!isTaskPath(path) || kind !== 'file') continue;
    const found = await history.read(path, maxFileBytes, signal);
    // Too large for the digest, so that nobody can tell whether it is what it was.
    if (found.kind !== 'bytes') continue;
    const content = `${digest}:${path}`;
    entries.set(path, { kind: 'file', isExecutable: false, content });
    contents.set(content, found.bytes);
  }
  return heldFiles(entries, contents);
}

export function listedFiles({ files }: Extract<TaskBase, { kind: 'files' }>): BaseFiles {
  const entries = new Map<string, BaseEntry>();
  const contents = new Map<string, Uint8Array>();
  for (const { path, text } of files) {
    const content = `text:${text}`;
    entries.set(path, { kind: 'file', isExecutable: false, content });
    contents.set(content, new TextEncoder().encode(text));
  }
  return heldFiles(entries, contents);
}

function heldFiles(entries: ReadonlyMap<string, BaseEntry>, contents: ReadonlyMap<string, Uint8Array>): BaseFiles {
  return {
    entries,
    read({ content }) {
      const bytes = contents.get(content);
      return bytes === undefined
        ? Promise.reject(new AppError('benchmark-base-missing', { base: content.slice(0, 100) }))
        : Promise.resolve(bytes);
    },
  };
}

/**
 * Does a link at `path` stay in the copy? Steps up are allowed at the start alone, where the folders are real ones: then no
 * chain of links can lead out, for each of them stays in.
 */
export function staysInside(path: string, target: string): boolean {
  if (target === '' || target.includes('\0') || target.includes('\\') || posix.isAbsolute(target)) return false;
  if (/^[a-z]:/i.test(target)) return false;
  const segments = target.split('/').filter((segment) => segment !== '' && segment !== '.');
  const steps = segments.findIndex((segment) => segment !== '..');
  if (steps !== -1 && segments.slice(steps).includes('..')) return false;
  const inside = posix.join(posix.dirname(path), target);
  return inside !== '..' && !inside.startsWith('../') && !/^\.git(?:\/|$)/i.test(inside);
}
