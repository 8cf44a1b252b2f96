import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { throwIfAborted } from '../../base/appError.ts';
import { maxFileBytes } from '../../tools/decodeText.ts';
import { globMatcher } from '../../tools/globMatcher.ts';
import { isProtectedPath } from '../../tools/protectedPath.ts';
import { fileProblem, missingFile, outcomeOfBytes, outcomeOfFailure, tooLargeFile } from '../../tools/readOutcomes.ts';
import { type PathRules, resolvePath } from '../../tools/resolvePath.ts';
import type { FileProblem, ReadOutcome, WorkspaceFiles } from '../../tools/workspaceFiles.ts';
import { walkFiles } from './walkFiles.ts';
import { placeFile } from './placeFile.ts';
import { searchLines, searchPattern } from './searchLines.ts';

export interface NodeFilesOptions {
  /** Other absolute paths that mean the folder: where commands see it. */
  readonly aliases: readonly string[];
  /** Paths that neither list nor search go into. */
  readonly leftOut: ReadonlySet<string>;
  /** Before it is done. */
  onWrite(path: string): void;
}

const rules: PathRules = {
  isWindows: process.platform === 'win32',
  isCaseSensitive: process.platform !== 'win32' && process.platform !== 'darwin',
};

/** The files of one folder on the disk, as tools see those of an editor's workspace. Nothing else may write in it meanwhile. */
export function createNodeFiles(root: string, { aliases, leftOut, onWrite }: NodeFilesOptions): WorkspaceFiles {
  async function read(path: string, signal: AbortSignal): Promise<ReadOutcome> {
    throwIfAborted(signal);
    const located = await locate(path);
    return located.kind === 'problem' ? located : readLocated(located, signal);
  }

  async function locate(written: string): Promise<LocatedPath | FileProblem> {
    const realRoot = await realpath(root);
    const resolved = resolvePath(written, [{ label: '', roots: [root, realRoot, ...aliases] }], rules);
    const real = resolved.kind === 'inside' ? await realPathOf(join(realRoot, ...resolved.segments)) : undefined;
    const path = real === undefined ? '..' : relative(realRoot, real.path).split(sep).join('/');
    if (real === undefined || path === '..' || path.startsWith('../') || posix.isAbsolute(path)) {
      return fileProblem(
        'outside-workspace',
        `${JSON.stringify(written)} is outside the workspace. Give a path that starts from the workspace folder.`,
      );
    }
    return { kind: 'located', path: path === '' ? '.' : path, realPath: real.path, exists: real.exists };
  }

  async function locateFolder(written: string): Promise<LocatedPath | FileProblem> {
    const located = await locate(written);
    if (located.kind === 'problem') return located;
    if (!located.exists) return fileProblem('not-found', `${written} does not exist.`);
    const isFolder = (await lstat(located.realPath)).isDirectory();
    return isFolder ? located : fileProblem('not-a-directory', `${located.path} is a file, not a folder.`);
  }

  return {
    isOpen: true,
    read,
    async list({ directory, glob, maxEntries }, signal) {
      const located = await locateFolder(directory);
      if (located.kind === 'problem') return located;
      const entries: string[] = [];
      for await (const path of chosenPaths(root, located.path, glob, leftOut, signal)) {
        if (entries.length === maxEntries) return { kind: 'entries', entries, hasMore: true };
        entries.push(path);
      }
      return { kind: 'entries', entries, hasMore: false };
    },
    async search(request, signal) {
      const pattern = searchPattern(request);
      if (pattern.kind === 'problem') return pattern;
      const located = await locateFolder(request.directory);
      if (located.kind === 'problem') return located;
      const paths = chosenPaths(root, located.path, request.glob, leftOut, signal);
      return searchLines({ root, paths, pattern: pattern.pattern, maxMatches: request.maxMatches }, signal);
    },
    async write(path, before, after, signal) {
      throwIfAborted(signal);
      const located = await locate(path);
      if (located.kind === 'problem') return located;
      if (isProtectedPath(located.path)) {
        return fileProblem('read-only', `${located.path} is protected: tools must not change it.`);
      }
      const current = await readLocated(located, signal);
      const isNew = current.kind === 'problem' && current.problem === 'not-found' && before === '';
      if (current.kind === 'problem' && !isNew) return current;
      if (current.kind === 'text' && current.text !== before) {
        return fileProblem('changed', `${located.path} has changed meanwhile.`);
      }
      throwIfAborted(signal);
      const bytes = new TextEncoder().encode(await withByteOrderMark(located, after));
      onWrite(located.path);
      placeFile(root, located.path, bytes);
      return { kind: 'written', path: located.path };
    },
  };
}

interface LocatedPath {
  readonly kind: 'located';
  /** Relative with `/`, links resolved; `.` is the folder itself. */
  readonly path: string;
  readonly realPath: string;
  readonly exists: boolean;
}

async function readLocated({ path, realPath, exists }: LocatedPath, signal: AbortSignal): Promise<ReadOutcome> {
  if (!exists) return missingFile(path);
  try {
    const found = await lstat(realPath);
    if (found.isDirectory()) return fileProblem('not-a-file', `${path} is a folder.`);
    // Reading a pipe or a device may never end.
    if (!found.isFile()) return fileProblem('not-a-file', `${path} is not a regular file.`);
    if (found.size > maxFileBytes) return tooLargeFile(path);
    return outcomeOfBytes(path, await readFile(realPath, { signal }));
  } catch (error) {
    throwIfAborted(signal);
    const outcome = outcomeOfFailure(path, error instanceof Error && 'code' in error ? error.code : undefined);
    if (outcome === undefined) throw error;
    return outcome;
  }
}

/** An editor keeps the mark of a file that had one. */
async function withByteOrderMark({ realPath, exists }: LocatedPath, text: string): Promise<string> {
  if (!exists) return text;
  const start = (await readFile(realPath)).subarray(0, 3);
  return start.equals(Buffer.from([0xef, 0xbb, 0xbf])) ? `\ufeff${text}` : text;
}

/** Paths below a folder that fit the glob: from the top, from the folder, or by the name. */
async function* chosenPaths(
  root: string,
  directory: string,
  glob: string | undefined,
  leftOut: ReadonlySet<string>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const matches = glob === undefined ? () => true : globMatcher(glob);
  const start = directory === '.' ? 0 : directory.length + 1;
  for await (const path of walkFiles(root, { directory, leftOut }, signal)) {
    if (matches(path) || matches(path.slice(start))) yield path;
  }
}

/** See the editor's `locateFile`: the deepest ancestor that exists with links resolved, and what comes below it as written. */
async function realPathOf(wanted: string): Promise<{ path: string; exists: boolean } | undefined> {
  const missing: string[] = [];
  for (let ancestor = wanted; ; ancestor = dirname(ancestor)) {
    try {
      return { path: join(await realpath(ancestor), ...missing), exists: missing.length === 0 };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const isAbsent = code === 'ENOENT' || code === 'ENOTDIR';
      // A link that leads nowhere, or in circles: a file made there could be anywhere.
      const isLink = await lstat(ancestor).then(
        (found) => found.isSymbolicLink(),
        () => false,
      );
      if (!isAbsent || dirname(ancestor) === ancestor || isLink) return undefined;
      missing.unshift(ancestor.slice(dirname(ancestor).length).replace(sep, ''));
    }
  }
}
