import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, throwIfAborted } from '../../base/appError.ts';
import { type IgnoreRule, judgePath, parseIgnoreRules } from '../../benchmark/mining/ignoreRules.ts';

export interface FolderEntry {
  /** Relative, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'symlink';
  readonly bytes: number;
}

const maxFiles = 20_000;
const maxRulesBytes = 256 * 1024;

/** What tools put into a folder and can make again; hidden names are left out as well. */
const derivedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  'venv',
  'env',
  '__pycache__',
  'site-packages',
]);

interface Level {
  /** With `/` at the end, or empty. */
  readonly prefix: string;
  readonly rules: readonly IgnoreRule[];
}

/**
 * Files of a folder that is no git repository, sorted by path: without hidden and derived ones and what its .gitignore files
 * leave out. Links are listed and not followed. Rejects with `benchmark-folder-too-large` beyond {@link maxFiles}.
 */
export async function listFolder(root: string, signal: AbortSignal): Promise<readonly FolderEntry[]> {
  const found: FolderEntry[] = [];
  await walk(root, '', [], found, signal);
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function walk(
  root: string,
  prefix: string,
  above: readonly Level[],
  found: FolderEntry[],
  signal: AbortSignal,
): Promise<void> {
  throwIfAborted(signal);
  const levels = [...above, { prefix, rules: await readRules(join(root, prefix, '.gitignore')) }];
  for (const entry of await readdir(join(root, prefix), { withFileTypes: true })) {
    const path = prefix + entry.name;
    const isFolder = entry.isDirectory();
    if (entry.name.startsWith('.') || isIgnored(levels, path, isFolder)) continue;
    if (isFolder) {
      if (!derivedFolders.has(entry.name)) await walk(root, `${path}/`, levels, found, signal);
      continue;
    }
    if (!entry.isFile() && !entry.isSymbolicLink()) continue;
    if (found.length === maxFiles) throw new AppError('benchmark-folder-too-large', { folder: root, maxFiles });
    const { size } = await lstat(join(root, path));
    found.push({ path, kind: entry.isFile() ? 'file' : 'symlink', bytes: size });
  }
}

/** The deepest file that has an opinion decides. */
function isIgnored(levels: readonly Level[], path: string, isFolder: boolean): boolean {
  for (const { prefix, rules } of levels.toReversed()) {
    const verdict = judgePath(rules, path.slice(prefix.length), isFolder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

async function readRules(path: string): Promise<readonly IgnoreRule[]> {
  try {
    const facts = await lstat(path);
    return facts.isFile() && facts.size <= maxRulesBytes ? parseIgnoreRules(await readFile(path, 'utf8')) : [];
  } catch {
    // Most folders have none.
    return [];
  }
}
