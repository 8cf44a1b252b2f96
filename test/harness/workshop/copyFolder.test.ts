import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import type { BaseEntry, BaseFiles } from '../../../src/harness/workshop/baseFiles.ts';
import { CopyFolder } from '../../../src/harness/workshop/copyFolder.ts';
import { readFolderState } from '../../../src/harness/workshop/folderState.ts';
import { placeFile, removeAll, removePlaced } from '../../../src/harness/workshop/placeFile.ts';

const parent = mkdtempSync(join(tmpdir(), 'parity-copy-folder-test-'));
const { signal } = new AbortController();
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** A target in place of a text is that of a link. */
type Contents = Readonly<Record<string, string | { readonly target: string }>>;

function makeBase(contents: Contents): BaseFiles & { readonly contents: Contents } {
  const entries = new Map<string, BaseEntry>();
  const bytes = new Map<string, string>();
  for (const [path, value] of Object.entries(contents)) {
    const kind = typeof value === 'string' ? 'file' : 'link';
    const text = typeof value === 'string' ? value : value.target;
    entries.set(path, { kind, isExecutable: false, content: `${kind}:${text}` });
    bytes.set(`${kind}:${text}`, text);
  }
  return { contents, entries, read: async ({ content }) => new TextEncoder().encode(bytes.get(content)) };
}

async function contentsOf(folder: CopyFolder): Promise<Contents> {
  const { files } = await readFolderState(folder.path, new Set(), signal);
  return Object.fromEntries(
    [...files].map(([path, { kind }]) => {
      const file = join(folder.path, path);
      return [path, kind === 'link' ? { target: readlinkSync(file) } : readFileSync(file, 'utf8')];
    }),
  );
}

const bases = [
  makeBase({ a: 'a', 'b/c': 'c', 'b/d/e': 'e', 'b/d/f': 'f', g: { target: 'b/c' }, 'h/i': 'i' }),
  makeBase({ 'a/x': 'x', b: 'b', 'h/i': 'other', 'h/k/l': 'l' }),
  makeBase({ a: 'a', 'b/c': { target: 'd/e' }, 'b/d/e': 'e', 'h/i': 'i', out: { target: '../out' } }),
];
const paths = ['a', 'A', 'a/x', 'a/x/y', 'b', 'b/c', 'b/d', 'b/d/e', 'g', 'h/i', 'h/I', 'h/k', 'new', 'new/er'];

describe('a folder of a copy', () => {
  it('holds the next base, whatever the harness or a command did in it, and knows its files', async () => {
    const random = mulberry32(5);
    const below = (end: number): number => Math.floor(random() * end);
    const folder = new CopyFolder(join(parent, 'any'));
    for (let round = 0; round < 300; round += 1) {
      const base = bases[below(bases.length)] ?? makeBase({});
      await folder.makeReady(base, signal);
      const { out: _leadsOut, ...expected } = base.contents;
      expect(await contentsOf(folder), `round ${round}`).toEqual(expected);
      for (let change = below(4); change > 0; change -= 1) {
        const path = paths[below(paths.length)] ?? 'a';
        folder.touch(path);
        if (random() < 0.4) removePlaced(folder.path, path);
        else placeFile(folder.path, path, new TextEncoder().encode(`edit ${round}`));
      }
      if (random() < 0.2) {
        folder.expectChanges();
        const file = join(folder.path, 'h', `left-${round}`, 'file');
        removeAll(join(folder.path, 'h'));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, 'left');
      }
      const { files } = await readFolderState(folder.path, new Set(['h']), signal);
      expect(await folder.files(new Set(['h']), signal), `round ${round}`).toEqual(files);
    }
  });

  it('is looked at only where the harness changed something, until a command runs', async () => {
    const folder = new CopyFolder(join(parent, 'known'));
    const [base = makeBase({})] = bases;
    await folder.makeReady(base, signal);
    writeFileSync(join(folder.path, 'b', 'c'), 'unseen');
    folder.touch('h/i');
    placeFile(folder.path, 'h/i', new TextEncoder().encode('seen'));
    await folder.makeReady(base, signal);
    expect(await contentsOf(folder)).toEqual({ ...base.contents, 'b/c': 'unseen' });
    folder.expectChanges();
    await folder.makeReady(base, signal);
    expect(await contentsOf(folder)).toEqual(base.contents);
  });

  it('is looked at whole where a name is spelled in another way, which may be the same file', async () => {
    const folder = new CopyFolder(join(parent, 'spelled'));
    const [base = makeBase({})] = bases;
    await folder.makeReady(base, signal);
    // As where letter case tells no files apart.
    removeAll(join(folder.path, 'h', 'i'));
    folder.touch('H/i');
    await folder.makeReady(base, signal);
    expect(await contentsOf(folder)).toEqual(base.contents);
  });
});
