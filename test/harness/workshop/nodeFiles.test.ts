import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createNodeFiles } from '../../../src/harness/workshop/nodeFiles.ts';

const { signal } = new AbortController();
const parent = mkdtempSync(join(tmpdir(), 'parity-node-files-'));
const root = join(parent, 'copy');
const alias = '/where/commands/see/it';
afterAll(() => rmSync(parent, { recursive: true, force: true }));

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'src'), { recursive: true });
  mkdirSync(join(parent, 'outside'), { recursive: true });
  mkdirSync(join(parent, 'copy-twin'), { recursive: true });
  writeFileSync(join(parent, 'outside/key'), 'secret\n');
  writeFileSync(join(parent, 'copy-twin/key'), 'secret\n');
  writeFileSync(join(root, 'src/a.ts'), 'a\n');
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.git/config'), '[core]\n');
  symlinkSync('../outside', join(root, 'folder-out'));
  symlinkSync('../outside/key', join(root, 'file-out'));
  symlinkSync('../outside/new', join(root, 'dangling'));
  symlinkSync('loop', join(root, 'loop'));
  symlinkSync('src/a.ts', join(root, 'inside'));
});

const files = createNodeFiles(root, { aliases: [alias], leftOut: new Set(['.git']), onWrite: () => {} });
const ways = [
  ...['../outside/key', 'src/../../outside/key', join(parent, 'outside/key'), join(parent, 'copy-twin/key')],
  ...[
    'folder-out/key',
    'file-out',
    'dangling',
    'dangling/x',
    'loop',
    `${alias}/../x`,
    `${alias}-twin/x`,
    '/etc/passwd',
  ],
];

it.each(ways)('neither reads nor writes %s', async (path) => {
  const problem = { kind: 'problem', problem: 'outside-workspace' };
  expect(await files.read(path, signal)).toMatchObject(problem);
  expect(await files.write(path, '', 'x\n', signal)).toMatchObject(problem);
  expect(await files.write(path, 'secret\n', 'x\n', signal)).toMatchObject(problem);
  expect(readFileSync(join(parent, 'outside/key'), 'utf8')).toBe('secret\n');
});

it('neither lists nor searches outside, nor in what is left out', async () => {
  for (const directory of ['..', 'folder-out', '/etc']) {
    const listed = await files.list({ directory, glob: undefined, maxEntries: 10 }, signal);
    expect(listed).toMatchObject({ problem: 'outside-workspace' });
  }
  const listed = await files.list({ directory: '.', glob: undefined, maxEntries: 10 }, signal);
  expect(listed).toEqual({ kind: 'entries', entries: ['src/a.ts'], hasMore: false });
});

it('reads and writes by every name of what is inside', async () => {
  for (const path of ['src/a.ts', './src/a.ts', join(root, 'src/a.ts'), `${alias}/src/a.ts`, 'inside']) {
    expect(await files.read(path, signal)).toEqual({ kind: 'text', path: 'src/a.ts', text: 'a\n' });
  }
  expect(await files.write(`${alias}/src/a.ts`, 'a\n', 'b\n', signal)).toEqual({ kind: 'written', path: 'src/a.ts' });
  expect(await files.write('src/a.ts', 'a\n', 'c\n', signal)).toMatchObject({ problem: 'changed' });
  expect(await files.write('new/deep/b.ts', '', 'new\n', signal)).toMatchObject({ kind: 'written' });
  expect(readFileSync(join(root, 'new/deep/b.ts'), 'utf8')).toBe('new\n');
});

it('does not write what is protected', async () => {
  expect(await files.write('.git/config', '[core]\n', 'x', signal)).toMatchObject({ problem: 'read-only' });
  expect(readFileSync(join(root, '.git/config'), 'utf8')).toBe('[core]\n');
});
