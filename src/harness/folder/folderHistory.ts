import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { throwIfAborted } from '../../base/appError.ts';
import type { FileContent, SourceHistory } from '../../benchmark/mining/sourceHistory.ts';
import { type FolderEntry, listFolder } from './listFolder.ts';

/** Larger files are told apart by their size alone. */
const maxDigestBytes = 5 * 1024 * 1024;

interface DigestedFolder {
  readonly digest: string;
  readonly entries: readonly FolderEntry[];
  /** Of each file's bytes, by path. */
  readonly digests: ReadonlyMap<string, string>;
}

/** A folder without commits: its files as they are when it is opened. What has changed by the time of reading is missing. */
export async function openFolderHistory(root: string, signal: AbortSignal): Promise<SourceHistory> {
  const { digest, entries, digests } = await digestFolder(root, signal);
  return {
    base: { kind: 'folder', digest },
    name: basename(root),
    isShallow: false,
    async *files() {
      for (const { path, kind, bytes } of entries) yield { path, kind, bytes, content: path };
    },
    async *commits() {},
    async read(path, maxBytes, signal) {
      const content = await readPlainFile(root, path, maxBytes, signal);
      if (content.kind !== 'bytes') return content;
      return digestOf(content.bytes) === digests.get(path) ? content : { kind: 'missing' };
    },
    dispose: () => Promise.resolve(),
  };
}

/**
 * SHA-256 over one line `<path> NUL <SHA-256 of the content, or its size> LF` for each listed file, sorted by path. Two
 * folders with one digest are the same base.
 */
async function digestFolder(root: string, signal: AbortSignal): Promise<DigestedFolder> {
  const entries = await listFolder(root, signal);
  const digests = new Map<string, string>();
  const whole = createHash('sha256');
  for (const { path, kind, bytes } of entries) {
    if (kind === 'symlink') continue;
    const content = await readPlainFile(root, path, maxDigestBytes, signal);
    if (content.kind === 'bytes') digests.set(path, digestOf(content.bytes));
    whole.update(`${path}\0${digests.get(path) ?? bytes}\n`);
  }
  return { digest: whole.digest('hex'), entries, digests };
}

/** Follows no link: neither the file nor a folder above it may be one, nor have become one since it was listed. */
async function readPlainFile(root: string, path: string, maxBytes: number, signal: AbortSignal): Promise<FileContent> {
  throwIfAborted(signal);
  const whole = join(root, path);
  try {
    if ((await realpath(whole)) !== whole) return { kind: 'missing' };
    const file = await open(whole, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const facts = await file.stat();
      if (!facts.isFile()) return { kind: 'missing' };
      return facts.size > maxBytes ? { kind: 'too-large' } : { kind: 'bytes', bytes: await file.readFile() };
    } finally {
      await file.close();
    }
  } catch {
    // Gone, or not to be read by this user.
    return { kind: 'missing' };
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
