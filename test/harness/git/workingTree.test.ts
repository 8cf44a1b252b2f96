import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openHistory } from '../../../src/harness/git/openHistory.ts';
import { readWorkingTree } from '../../../src/harness/git/workingTree.ts';
import { importRepository } from './importedRepository.ts';

const { signal } = new AbortController();
let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function read(unsaved: ReadonlyMap<string, string> = new Map()) {
  const { history, root } = await openHistory(folder, signal);
  try {
    const { edits, leftOut } = await readWorkingTree({ history, root, unsaved }, signal);
    return { edits, leftOut };
  } finally {
    await history.dispose();
  }
}

describe.each(['sha1', 'sha256'] as const)('a checkout of a repository with %s', (format) => {
  it('differs in nothing just after it was made', async () => {
    const files = { 'a.txt': 'one\n', 'b.bin': new Uint8Array([0, 255, 0]), 'dir/c.txt': 'windows\r\n' };
    folder = await importRepository([{ files }], { checkout: true, format });
    chmodSync(join(folder, 'a.txt'), 0o755);
    expect(await read()).toEqual({ edits: [], leftOut: [] });
  });

  it('differs in what was changed, added and deleted, and tells what it cannot keep', async () => {
    const files = { 'a.txt': 'one\n', 'b.txt': 'two\n', 'gone.txt': 'x\n', '.gitignore': 'ignored\n' };
    folder = await importRepository([{ files }], { checkout: true, format });
    writeFileSync(join(folder, 'a.txt'), 'other\n');
    writeFileSync(join(folder, 'new.txt'), 'new\n');
    writeFileSync(join(folder, 'new.bin'), new Uint8Array([0, 1, 2]));
    writeFileSync(join(folder, 'ignored'), 'not seen\n');
    symlinkSync('/etc/passwd', join(folder, 'link.txt'));
    rmSync(join(folder, 'gone.txt'));
    expect(await read(new Map([['b.txt', 'as typed\n']]))).toEqual({
      edits: [
        { path: 'a.txt', text: 'other\n' },
        { path: 'gone.txt', text: null },
        { path: 'new.txt', text: 'new\n' },
        { path: 'b.txt', text: 'as typed\n' },
      ],
      leftOut: ['new.bin'],
    });
  });
});
