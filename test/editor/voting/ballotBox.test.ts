import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBallotBox } from '../../../src/editor/voting/ballotBox.ts';
import { type VoteFile, voteFile } from '../../../src/harness/voting/voteFile.ts';
import { pairLine } from '../../benchmark/voting/keptPairs.ts';

let folder: string;
let file: VoteFile;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-ballots-'));
  file = voteFile(join(folder, 'answers.jsonl'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** `swapped`: the first pair's left answer is shown on the right. */
const open = (swapped = false) =>
  createBallotBox(file, { random: () => (swapped ? 0 : 0.9), now: () => new Date('2026-11-30T12:00:00Z') });
const choices = async () => (await file.read()).pairs.map(({ id, vote }) => [id, vote?.choice]);

describe('a ballot box', () => {
  it('shows nothing of the engines until the vote, which it keeps by the sides of the pair', async () => {
    await file.append(pairLine('p1', 'Alpha', 'Beta'));
    const box = open(true);
    const before = await box.show();
    expect(JSON.stringify(before)).not.toMatch(/Alpha|Beta|identity|usd|Ms/);
    expect(before).toMatchObject({ waiting: 1, canUndo: false, unreadableLines: 0 });
    await box.vote('p1', 'left');
    expect(await choices()).toEqual([['p1', 'right']]);
    const after = await box.show();
    expect(after.ballot?.entry).toMatchObject({ vote: 'left', isHidden: false, sides: { left: { label: 'Beta' } } });
  });

  it('counts one vote for a pair, and none for one that is not shown', async () => {
    await file.append(pairLine('p1'));
    await file.append(pairLine('p2'));
    const box = open();
    await box.show();
    await box.vote('p2', 'tie');
    await box.vote('p1', 'left');
    await box.vote('p1', 'right');
    expect(await choices()).toEqual([
      ['p1', 'left'],
      ['p2', undefined],
    ]);
  });

  it('goes on to the next pair, and comes back to those that were passed over', async () => {
    for (const id of ['p1', 'p2', 'p3']) await file.append(pairLine(id));
    const box = open();
    const seen: (string | undefined)[] = [];
    for (const isVote of [false, true, false, false]) {
      const { ballot } = await box.show();
      seen.push(ballot?.entry.id);
      if (isVote && ballot !== undefined) await box.vote(ballot.entry.id, 'both-bad');
      box.next();
    }
    expect(seen).toEqual(['p1', 'p2', 'p3', 'p1']);
  });

  it('takes back its last vote, and what was shown by then is not blind again', async () => {
    await file.append(pairLine('p1'));
    const box = open();
    await box.show();
    await box.vote('p1', 'left');
    box.next();
    expect(await box.show()).toMatchObject({ ballot: undefined, canUndo: true });
    await box.undo();
    const { ballot, canUndo } = await box.show();
    expect([ballot?.entry.id, ballot?.entry.isHidden, canUndo]).toEqual(['p1', true, false]);
    await box.vote('p1', 'right');
    expect((await file.read()).pairs[0]?.vote).toMatchObject({ choice: 'right', isBlind: false });
  });

  it('sees what other windows add and delete', async () => {
    const box = open();
    expect((await box.show()).ballot).toBeUndefined();
    await file.append(pairLine('p1'));
    expect((await box.show()).ballot?.entry.id).toBe('p1');
    await file.delete();
    expect((await box.show()).ballot).toBeUndefined();
  });
});
