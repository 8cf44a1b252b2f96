import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createBlobReader } from '../../../src/harness/git/blobReader.ts';
import { createTreeReader } from '../../../src/harness/git/treeReader.ts';
import { git, importRepository, type ImportedCommit, type ImportOptions } from './importedRepository.ts';

const never = new AbortController().signal;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(commits: readonly ImportedCommit[], options: ImportOptions = {}) {
  const folder = await importRepository(commits, options);
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  const blobs = createBlobReader({ folder, program: 'git' });
  cleanups.push(() => blobs.dispose());
  const asked: string[] = [];
  const counting: typeof blobs = {
    ...blobs,
    read: (id, ...rest) => {
      asked.push(id);
      return blobs.read(id, ...rest);
    },
  };
  return { folder, asked, trees: createTreeReader(counting) };
}

/** What Git itself tells of a commit. */
async function listed(folder: string, commit: string) {
  const output = await git(folder, ['ls-tree', '-r', '-z', commit]);
  return output.split('\0').flatMap((line) => {
    const [, mode = '', type, id = '', path = ''] = /^(\d+) (\w+) (\w+)\t([^]*)$/.exec(line) ?? [];
    if (type !== 'blob' || path.includes('\u{fffd}')) return [];
    return [{ path, kind: mode === '120000' ? 'symlink' : 'file', isExecutable: mode === '100755', id }];
  });
}

describe('the trees of a repository', () => {
  it.each(['sha1', 'sha256'] as const)('hold what Git lists, by %s', async (format) => {
    const files = {
      ...{ 'a.ts': 'a', 'a/b.ts': 'b', 'a-b/c.ts': 'c', 'new\nline.ts': 'n', 'ünï/码 .ts': 'u' },
      ...{ link: { link: 'a.ts' }, 'sub/module': { submodule: '1'.repeat(format === 'sha1' ? 40 : 64) } },
      ...{ 'bad\\377.ts': 'x', 'bad\\377/in.ts': 'x', 'deep/er/still/d.ts': 'd' },
    };
    const { folder, trees } = await open([{ files }], { format, checkout: true });
    await chmod(join(folder, 'a.ts'), 0o755);
    await git(folder, ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', 'commit', '-qam', 'Executable']);
    for (const name of ['HEAD', 'HEAD~']) {
      const commit = await git(folder, ['rev-parse', name]);
      const expected = await listed(folder, commit);
      expect(expected.length).toBe(7);
      expect(await trees.files(commit, never)).toEqual(expected);
    }
  });

  it('are read once where commits share them', async () => {
    const folders = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}/in/f.ts`, `${index}`]));
    const { folder, asked, trees } = await open([{ files: folders }, { files: { '7/in/f.ts': 'changed' } }]);
    const [second = '', first = ''] = (await git(folder, ['rev-list', 'main'])).split('\n');
    await trees.files(first, never);
    expect(asked.length).toBe(41);
    expect(await trees.files(second, never)).toEqual(await listed(folder, second));
    expect(asked.length).toBe(44);
  });

  it('are missing when the commit, or one of them, is not here', async () => {
    const { folder, trees } = await open([{ files: { 'a/b.ts': 'b', 'c.ts': 'c' } }]);
    const [commit = '', blob = '', tree = ''] = (await git(folder, ['rev-parse', 'main', 'main:c.ts', 'main:a'])).split(
      '\n',
    );
    expect(await trees.files('0'.repeat(40), never)).toBeUndefined();
    expect(await trees.files(blob, never)).toBeUndefined();
    // Only commits are bases.
    expect(await trees.files(tree, never)).toBeUndefined();
    await rm(join(folder, '.git', 'objects', tree.slice(0, 2), tree.slice(2)));
    expect(await trees.files(commit, never)).toBeUndefined();
  });
});
