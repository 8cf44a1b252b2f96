import { type Dirent, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '../../base/appError.ts';
import { type IgnoreRule, judgePath, parseIgnoreRules } from '../../benchmark/mining/ignoreRules.ts';
import { filesPerSlice } from './folderState.ts';

interface Level {
  /** With `/` at the end, or empty. */
  readonly prefix: string;
  readonly rules: readonly IgnoreRule[];
}

const rulesFiles = ['.gitignore', '.ignore', '.rgignore'];

/**
 * Files below `directory` that an editor's search would look at, sorted by path: hidden ones too, but not those that
 * ignore files leave out, nor Git's own. Links are neither shown nor followed.
 */
export async function* walkFiles(
  root: string,
  { directory, leftOut }: { readonly directory: string; readonly leftOut: ReadonlySet<string> },
  signal: AbortSignal,
): AsyncGenerator<string> {
  let seen = 0;
  async function* walk(prefix: string, above: readonly Level[]): AsyncGenerator<string> {
    const entries = entriesOf(join(root, prefix));
    const levels = [...above, levelAt(root, prefix)];
    for (const entry of entries) {
      const path = prefix + entry.name;
      const isFolder = entry.isDirectory();
      seen += 1;
      if (seen % filesPerSlice === 0) await setImmediate();
      throwIfAborted(signal);
      if (leftOut.has(path) || entry.name === '.git' || isIgnored(levels, path, isFolder)) continue;
      if (isFolder) yield* walk(`${path}/`, levels);
      else if (entry.isFile()) yield path;
    }
  }
  const segments = directory === '.' ? [] : directory.split('/');
  const above = segments.map((_segment, index) =>
    levelAt(
      root,
      segments
        .slice(0, index)
        .map((name) => `${name}/`)
        .join(''),
    ),
  );
  yield* walk(segments.map((name) => `${name}/`).join(''), above);
}

function levelAt(root: string, prefix: string): Level {
  const texts = rulesFiles.flatMap((name) => {
    try {
      return [readFileSync(join(root, prefix, name), 'utf8')];
    } catch {
      return [];
    }
  });
  return { prefix, rules: texts.flatMap((text) => parseIgnoreRules(text)) };
}

/** In the order of whole paths: a folder's name counts with its `/`. */
function entriesOf(folder: string): Dirent[] {
  try {
    const key = (entry: Dirent): string => (entry.isDirectory() ? `${entry.name}/` : entry.name);
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (key(a) < key(b) ? -1 : 1));
  } catch {
    // Not to be read by this user, or gone.
    return [];
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
