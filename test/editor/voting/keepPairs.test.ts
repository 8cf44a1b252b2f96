import { expect, it } from 'vitest';
import { readVotes } from '../../../src/benchmark/voting/readVotes.ts';
import type { VoteLine } from '../../../src/benchmark/voting/voteLine.ts';
import { keepPairs } from '../../../src/editor/voting/keepPairs.ts';
import type { VoteFile } from '../../../src/harness/voting/voteFile.ts';
import { contender, startPairs } from '../../chat/pair/pairFixture.ts';
import { textOf } from '../../benchmark/voting/keptPairs.ts';

/** What a chat tells when two whole answers are there. */
async function answeredPair() {
  const { session, kept } = startPairs();
  const say = (text: string) => ({ replies: [{ steps: [{ text }] }] });
  const sides = { left: contender('A', say('a')), right: contender('B', say('b')) };
  await session.askTwo({ question: 'Which?', sides, isBlind: true });
  const [pair] = kept.answered;
  if (pair === undefined) throw new Error('not answered');
  return pair;
}

function memoryFile(append: (line: VoteLine) => Promise<void>): VoteFile {
  return { path: '', append, read: () => Promise.reject(new Error('not read')), delete: async () => {} };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('keeps a pair and what became of it, in order, under an id of its own', async () => {
  const lines: VoteLine[] = [];
  const pair = await answeredPair();
  const keeper = keepPairs({
    file: memoryFile(async (line) => void lines.push(line)),
    isWanted: () => true,
    onError: () => {},
    newId: () => 'own-id',
    now: () => new Date('2026-11-30T12:00:00Z'),
  });
  keeper.answered(pair);
  keeper.voted(pair.id, 'left');
  keeper.kept(pair.id, 'right');
  keeper.voted('another', 'left');
  await settle();
  expect(lines.map(({ kind }) => kind)).toEqual(['pair', 'vote', 'kept']);
  expect(readVotes(textOf(lines)).pairs).toMatchObject([
    { id: 'own-id', vote: { choice: 'left', isBlind: true }, keptSide: 'right' },
  ]);
});

it('keeps nothing of a pair that is not wanted, and tells when it cannot keep one', async () => {
  const lines: VoteLine[] = [];
  const errors: unknown[] = [];
  let isWanted = false;
  const pair = await answeredPair();
  const full = new Error('the disk is full');
  const keeper = keepPairs({
    file: memoryFile(async (line) => {
      if (isWanted) throw full;
      lines.push(line);
    }),
    isWanted: () => isWanted,
    onError: (error) => errors.push(error),
    newId: () => 'own-id',
    now: () => new Date(),
  });
  keeper.answered(pair);
  keeper.voted(pair.id, 'left');
  await settle();
  expect(lines).toEqual([]);
  isWanted = true;
  keeper.answered(pair);
  await settle();
  expect(errors).toEqual([full]);
});
