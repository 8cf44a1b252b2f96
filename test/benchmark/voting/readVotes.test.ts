import { describe, expect, it } from 'vitest';
import { readVotes } from '../../../src/benchmark/voting/readVotes.ts';
import { at, pairLine, pairsOf, textOf, voteLine } from './keptPairs.ts';

describe('kept votes', () => {
  it('are read line by line, and what cannot be read takes nothing with it and is counted', () => {
    const good = textOf([pairLine('p1'), pairLine('p2')]);
    const future = JSON.stringify({ ...pairLine('p3'), schema: 2 });
    const cut = JSON.stringify(pairLine('p4')).slice(0, -20);
    const { pairs, unreadableLines } = readVotes(
      `${good}${future}\n\n${cut}\nnull\n[1]\n${textOf([voteLine('p2', 'tie')])}`,
    );
    expect(pairs.map(({ id, vote }) => [id, vote?.choice])).toEqual([
      ['p1', undefined],
      ['p2', 'tie'],
    ]);
    expect(unreadableLines).toBe(4);
  });

  it('say nothing of pairs that are not there, and count one vote for each pair', () => {
    const [pair] = pairsOf([voteLine('gone', 'left'), pairLine('p1'), voteLine('p1', 'left'), voteLine('p1', 'right')]);
    expect(pair?.vote).toEqual({ choice: 'left', at, isBlind: true });
  });

  it('let a vote be taken back: the pair waits again, at the end, and its next vote is not blind', () => {
    const undo = { schema: 1, kind: 'undo', pairId: 'p1', at } as const;
    const lines = [pairLine('p1'), pairLine('p2'), voteLine('p1', 'left'), undo];
    expect(pairsOf(lines).map(({ id, vote }) => [id, vote])).toEqual([
      ['p2', undefined],
      ['p1', undefined],
    ]);
    expect(pairsOf([...lines, voteLine('p1', 'right')])[1]?.vote).toMatchObject({ choice: 'right', isBlind: false });
  });

  it('tell votes on answers whose engines were seen', () => {
    const seen = { schema: 1, kind: 'seen', pairId: 'p2', at } as const;
    const open = pairLine('p1', 'Alpha', 'Beta', { isBlind: false });
    const pairs = pairsOf([
      open,
      pairLine('p2'),
      pairLine('p3'),
      seen,
      ...['p1', 'p2', 'p3'].map((id) => voteLine(id, 'tie')),
    ]);
    expect(pairs.map(({ vote }) => vote?.isBlind)).toEqual([false, false, true]);
  });

  it('know which answer was kept', () => {
    const kept = { schema: 1, kind: 'kept', pairId: 'p1', side: 'right', at } as const;
    expect(pairsOf([pairLine('p1'), kept])[0]?.keptSide).toBe('right');
  });
});
