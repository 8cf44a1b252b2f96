import { posix } from 'node:path';
import type { Dependency } from './sandbox.ts';

/** `.`, or a folder of the copy, and those above it up to the copy itself, as absolute paths below `root`. */
function foldersUpwards(root: string, directory: string): string[] {
  const segments = directory.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments
    .reduceRight<string[]>(
      (found, _segment, index) => [...found, [root, ...segments.slice(0, index + 1)].join('/')],
      [],
    )
    .concat(root);
}

/** Where a command's programs are looked up: the nearest `node_modules/.bin`, virtual environments, the user's own `PATH`. */
export function searchPath(
  place: { readonly root: string; readonly directory: string; readonly isWindows: boolean },
  dependencies: readonly Dependency[],
  userPath: string,
): string {
  const { root, directory, isWindows } = place;
  const above = foldersUpwards(root, directory);
  const virtual = dependencies
    .filter(({ path }) => posix.basename(path) !== 'node_modules')
    .map(({ path }) => `${root}/${path}`)
    .filter((path) => above.includes(posix.dirname(path)))
    .map((path) => `${path}/${isWindows ? 'Scripts' : 'bin'}`);
  const installed = above.map((folder) => `${folder}/node_modules/.bin`);
  return [...installed, ...virtual, userPath].join(isWindows ? ';' : ':');
}
