import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { voteFile } from '../../../src/harness/voting/voteFile.ts';
import { pairLine, voteLine } from '../../benchmark/voting/keptPairs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-votes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is empty before the first pair, keeps what is added, and is gone when deleted', async () => {
  const file = voteFile(join(folder, 'new', 'answers.jsonl'));
  expect(await file.read()).toEqual({ pairs: [], unreadableLines: 0 });
  await file.append(pairLine('p1'));
  await file.append(voteLine('p1', 'right'));
  expect((await voteFile(file.path).read()).pairs).toMatchObject([{ id: 'p1', vote: { choice: 'right' } }]);
  await file.delete();
  await file.delete();
  expect((await file.read()).pairs).toEqual([]);
});

it('adds after a line that a crash has cut, and loses that line alone', async () => {
  const file = voteFile(join(folder, 'answers.jsonl'));
  await file.append(pairLine('p1'));
  const whole = await readFile(file.path, 'utf8');
  await writeFile(file.path, `${whole}${JSON.stringify(pairLine('p2')).slice(0, 60)}`);
  await file.append(pairLine('p3'));
  const { pairs, unreadableLines } = await file.read();
  expect(pairs.map(({ id }) => id)).toEqual(['p1', 'p3']);
  expect(unreadableLines).toBe(1);
});

it('takes lines of several windows at once', async () => {
  const path = join(folder, 'answers.jsonl');
  await Promise.all(Array.from({ length: 40 }, (_, index) => voteFile(path).append(pairLine(`p${index}`))));
  expect(await voteFile(path).read()).toMatchObject({ pairs: { length: 40 }, unreadableLines: 0 });
});
