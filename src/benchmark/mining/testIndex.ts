import { fileRole } from './fileRole.ts';

const maxRelated = 8;
const marks = /^(?:test[-_.]|tests?$)|(?:[-_.](?:test|tests|spec)|Tests?|Spec)$/g;

/** Finds the tests that go by a source file's name, of all paths of a repository. */
export function testIndex(paths: Iterable<string>): (sourcePath: string) => readonly string[] {
  const byStem = new Map<string, string[]>();
  for (const path of paths) {
    if (fileRole(path) !== 'test') continue;
    const stem = stemOf(path);
    const known = byStem.get(stem);
    if (known === undefined) byStem.set(stem, [path]);
    else known.push(path);
  }
  return (sourcePath) => {
    const found = byStem.get(stemOf(sourcePath)) ?? [];
    return found
      .map((path) => ({ path, near: sharedFolders(path, sourcePath) }))
      .toSorted((a, b) => b.near - a.near || (a.path < b.path ? -1 : 1))
      .slice(0, maxRelated)
      .map(({ path }) => path);
  };
}

/** What the file is about: its name without extension and marks of tests; of an index file, its folder's name. */
function stemOf(path: string): string {
  const [name = '', folder = ''] = path.split('/').reverse();
  const stem = name.replace(/\.[^.]+$/, '').replaceAll(marks, '');
  return (/^(?:index|__init__|mod|main|)$/.test(stem) && folder !== '' ? folder : stem).toLowerCase();
}

/** Folders that both paths name, wherever: `src/a/b.ts` and `test/a/b.test.ts` share `a`. */
function sharedFolders(a: string, b: string): number {
  const folders = new Set(a.split('/').slice(0, -1));
  return b
    .split('/')
    .slice(0, -1)
    .filter((folder) => folders.has(folder)).length;
}
