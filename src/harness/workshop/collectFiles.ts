import { join, posix } from 'node:path';
import type { CommandOutcome } from '../../benchmark/workshop.ts';
import { globMatcher } from '../../tools/globMatcher.ts';
import { readFolderState } from './folderState.ts';
import { hasRealFolders } from './placeFile.ts';
import { textOf } from './textOf.ts';

const maxCollected = 1000;

/** What a command wrote at the globs. Looked for from the folder on that each of them names, not in the whole copy. */
export async function collectFiles(
  root: string,
  { globs, leftOut }: { readonly globs: readonly string[]; readonly leftOut: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<CommandOutcome['collected']> {
  const matchers = globs.map((glob) => globMatcher(glob));
  const paths = new Set<string>();
  for (const folder of new Set(globs.map(namedFolder))) {
    const isLeftOut = [...leftOut].some((path) => `${folder}/`.startsWith(`${path}/`));
    // A link there may lead anywhere.
    if (isLeftOut || !hasRealFolders(root, folder)) continue;
    const within = new Set([...leftOut].map((path) => posix.relative(folder, path)));
    const { files } = await readFolderState(join(root, folder), within, signal);
    for (const name of files.keys()) {
      const path = posix.join(folder, name);
      if (matchers.some((matches) => matches(path))) paths.add(path);
    }
  }
  return [...paths]
    .sort()
    .slice(0, maxCollected)
    .flatMap((path) => {
      const text = textOf(root, path);
      return text === undefined ? [] : [{ path, text }];
    });
}

/** The folders at the start of a glob that have no wildcard; without any, the whole copy. */
function namedFolder(glob: string): string {
  const segments = glob.split('/').slice(0, -1);
  const wild = segments.findIndex((segment) => segment === '' || segment === '..' || /[*?[{\\]/.test(segment));
  return posix.join('.', ...segments.slice(0, wild === -1 ? segments.length : wild));
}
