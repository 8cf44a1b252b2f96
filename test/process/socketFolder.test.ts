import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { foundSockets, openSocketFolder, socketAddress } from '../../src/process/socketFolder.ts';

let runtime: string;
beforeEach(() => {
  runtime = mkdtempSync(join(tmpdir(), 'parity-test-'));
});
afterEach(() => rmSync(runtime, { recursive: true, force: true }));

const open = (): string => openSocketFolder({ XDG_RUNTIME_DIR: runtime });

test('the folder is in the one that the system gives the user, and nobody else may look into it', () => {
  expect(open()).toBe(join(runtime, 'parity'));
  expect(statSync(open()).mode & 0o777).toBe(0o700);
});

test.each<[string, (folder: string) => void]>([
  [
    'is open to others',
    (folder) => {
      mkdirSync(folder);
      chmodSync(folder, 0o755);
    },
  ],
  ['is a link to elsewhere', (folder) => symlinkSync(runtime, folder)],
  ['is a file', (folder) => writeFileSync(folder, '')],
])('a folder that %s is not used', (_what, make) => {
  make(join(runtime, 'parity'));
  expect(open()).not.toContain(runtime);
});

test('an address that is too long for a socket is said so', () => {
  expect(() => socketAddress(`/${'x'.repeat(90)}`, 'abcdef', 1)).toThrow('is too long');
});

test('the newest life of a key comes first', () => {
  for (const name of ['aa.9.sock', 'aa.10.sock', 'bb.1.sock', 'aa.1.err', 'token'])
    writeFileSync(join(runtime, name), '');
  expect(foundSockets(runtime).map(({ key, number }) => `${key} ${number}`)).toEqual(['aa 10', 'aa 9', 'bb 1']);
});
