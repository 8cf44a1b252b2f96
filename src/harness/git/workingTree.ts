import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfAborted } from '../../base/appError.ts';
import type { SourceHistory } from '../../benchmark/mining/sourceHistory.ts';
import { type FileEdit, isTaskPath, type TaskBase } from '../../benchmark/task.ts';
import { gitFields } from './gitProcess.ts';
import { nameEntry } from './nameEntry.ts';

/** A checkout as it is on the disk and in open editors: a base, and what differs from it. */
export interface WorkingTree {
  readonly base: TaskBase;
  readonly edits: readonly FileEdit[];
  /** Changed files that are no text, or too large: they stay as they are committed. */
  readonly leftOut: readonly string[];
}

const maxFileBytes = 2 * 1024 * 1024;
/** Files that are looked at side by side. */
const atOnce = 16;

/**
 * What is not committed yet, without running anything: git lists names alone, and contents are compared by the ids that
 * git itself would give them. Ignored files are no part of it. `unsaved`: texts of editors, by path.
 */
export async function readWorkingTree(
  { history, root, unsaved }: { history: SourceHistory; root: string; unsaved: ReadonlyMap<string, string> },
  signal: AbortSignal,
): Promise<WorkingTree> {
  const { base } = history;
  const overlay = [...unsaved].map(([path, text]) => ({ path, text }));
  if (base.kind === 'folder') return { base, edits: overlay, leftOut: [] };
  const committed = new Map<string, string>();
  for await (const { path, kind, content } of history.files(signal)) {
    if (kind === 'file' && isTaskPath(path)) committed.set(path, content);
  }
  const found = await compareFiles({ root, committed, skip: unsaved }, signal);
  return { base, edits: [...found.edits, ...overlay], leftOut: found.leftOut };
}

interface Comparison {
  readonly root: string;
  /** Ids by path. */
  readonly committed: ReadonlyMap<string, string>;
  readonly skip: ReadonlyMap<string, unknown>;
}

async function compareFiles({ root, committed, skip }: Comparison, signal: AbortSignal) {
  const edits: FileEdit[] = [];
  const leftOut: string[] = [];
  const listed = (await listPaths(root, signal)).filter((path) => !skip.has(path));
  const idLength = [...committed.values()][0]?.length ?? 40;
  const there = new Set<string>();
  const look = async (path: string): Promise<void> => {
    throwIfAborted(signal);
    const facts = await lstat(join(root, path)).catch(() => undefined);
    if (facts?.isFile() !== true) return;
    there.add(path);
    if (facts.size > maxFileBytes) {
      if (!committed.has(path)) leftOut.push(path);
      return;
    }
    const bytes = await readFile(join(root, path));
    if (blobId(bytes, idLength) === committed.get(path)) return;
    const text = decode(bytes);
    if (text === undefined) leftOut.push(path);
    else edits.push({ path, text });
  };
  for (let start = 0; start < listed.length; start += atOnce) {
    await Promise.all(listed.slice(start, start + atOnce).map(look));
  }
  for (const path of committed.keys()) {
    if (!there.has(path) && !skip.has(path) && (await isGone(join(root, path)))) edits.push({ path, text: null });
  }
  const byPath = (a: FileEdit, b: FileEdit): number => (a.path < b.path ? -1 : 1);
  return { edits: edits.toSorted(byPath), leftOut: leftOut.toSorted() };
}

/** Tracked files, and those that are neither tracked nor ignored. */
async function listPaths(root: string, signal: AbortSignal): Promise<readonly string[]> {
  const paths = new Set<string>();
  const command = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  for await (const field of gitFields({ folder: root, program: 'git' }, command, signal)) {
    const { path, kind } = nameEntry('100644', field);
    if (kind === 'file' && isTaskPath(path)) paths.add(path);
  }
  return [...paths];
}

/** As git names contents: the hash of a header and the bytes, see "Git Internals - Git Objects" in the Pro Git book. */
function blobId(bytes: Uint8Array, length: number): string {
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

async function isGone(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    () => true,
  );
}
