import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpendingFile } from '../../../src/harness/run/spendingFile.ts';

const nothing = { tokens: 0, usd: 0 };
let home: string;
let path: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'parity-spending-'));
  path = join(home, 'spending.jsonl');
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('what a run has spent', () => {
  it('is on the disk before a request is sent, and counts in full until it is settled', async () => {
    const first = await openSpendingFile(path, nothing);
    const settled = await first.reserve({ tokens: 100, usd: 0.5 });
    await first.reserve({ tokens: 10, usd: 0.25 });
    // As a process that is killed leaves it.
    expect(await readFile(path, 'utf8')).toContain('"usd":0.25');
    settled.settle({ tokens: 40, usd: 0.125 });
    await first.close();
    const second = await openSpendingFile(path, nothing);
    expect(second.earlier).toEqual({ tokens: 50, usd: 0.375 });
    await second.close();
  });

  it('begins with what a run came to that was begun without it, once', async () => {
    const before = { tokens: 7, usd: 0.5 };
    for (let sitting = 0; sitting < 2; sitting++) {
      const file = await openSpendingFile(path, sitting === 0 ? before : { tokens: 900, usd: 9 });
      expect(file.earlier).toEqual(before);
      await file.close();
    }
  });

  it('loses a line that a crash has torn, and refuses one that somebody changed', async () => {
    const first = await openSpendingFile(path, nothing);
    await first.reserve({ tokens: 1, usd: 0.5 });
    await first.close();
    await appendFile(path, '{"kind":"settled","id":');
    const second = await openSpendingFile(path, nothing);
    expect(second.earlier).toEqual({ tokens: 1, usd: 0.5 });
    await second.close();
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"usd":0.5', '"usd":-5').concat(text));
    await expect(openSpendingFile(path, nothing)).rejects.toThrow(/nobody knows what was spent/);
  });
});
