import { describe, expect, it } from 'vitest';
import { exportVotes } from '../../../src/benchmark/voting/exportVotes.ts';
import { standings } from '../../../src/benchmark/voting/standings.ts';
import { engineNamed, pairLine, pairsOf, voteLine, votesBetween } from './keptPairs.ts';

const votes = (...lines: ReturnType<typeof votesBetween>[]) => standings(pairsOf(lines.flat()));

describe('standings', () => {
  it('are the known ratings of three', () => {
    const { rows, state, counted } = votes(
      votesBetween('A', 'B', 7, 3),
      votesBetween('A', 'C', 8, 2),
      votesBetween('B', 'C', 6, 4),
    );
    expect([state, counted]).toEqual(['rated', 30]);
    expect(rows.map(({ engine, rating }) => [engine.label, rating && Number(rating.elo.toFixed(3))])).toEqual([
      ['A', 128.65],
      ['B', -25.902],
      ['C', -102.748],
    ]);
    for (const { rating } of rows) {
      expect(rating?.interval.low).toBeLessThan(rating?.elo ?? -Infinity);
      expect(rating?.interval.high).toBeGreaterThan(rating?.elo ?? Infinity);
    }
    expect(rows[0]).toMatchObject({ won: 15, lost: 5, tied: 0 });
  });

  it('say that there are too few votes, where some engine never lost or few votes bound nothing', () => {
    for (const [won, lost] of [
      [1, 0],
      [6, 0],
      [2, 1],
    ] as const) {
      const { state, rows } = votes(votesBetween('A', 'B', won, lost));
      expect(state).toBe('too-few');
      expect(rows.map(({ rating }) => rating)).toEqual([null, null]);
      expect(rows[0]).toMatchObject({ won, lost });
    }
    expect(votes(votesBetween('A', 'B', 10, 10), votesBetween('C', 'D', 10, 10)).state).toBe('too-few');
    const ties = Array.from({ length: 12 }, (_, index) => [
      pairLine(`t${index}`, 'A', 'B'),
      voteLine(`t${index}`, 'tie'),
    ]);
    for (const count of [1, 12])
      expect(votes(...ties.slice(0, count))).toMatchObject({ state: 'too-few', ties: count });
    expect(votes(votesBetween('A', 'B', 5, 4)).state).toBe('too-few');
    expect(standings(pairsOf([pairLine('p')]))).toMatchObject({ state: 'no-votes', rows: [], waiting: 1 });
  });

  it('take a tie as half for each, and leave out both-bad, which is counted', () => {
    const ties = Array.from({ length: 8 }, (_, index) => [
      pairLine(`t${index}`, 'A', 'B'),
      voteLine(`t${index}`, 'tie'),
    ]);
    const bad = [pairLine('bad', 'A', 'B'), voteLine('bad', 'both-bad')];
    const found = votes(votesBetween('A', 'B', 6, 6), ties.flat(), bad);
    expect(found).toMatchObject({ counted: 20, ties: 8, bothBad: 1, state: 'rated' });
    expect(found.rows[0]).toMatchObject({ won: 6, lost: 6, tied: 8, bothBad: 1 });
    expect(found.rows[0]?.rating?.elo).toBeCloseTo(0, 6);
  });

  it('count votes for the same weights together whatever the label, and apart with and without thinking', () => {
    const named = pairLine('p', 'A', 'B');
    const relabelled = {
      ...pairLine('q', 'A', 'B'),
      sides: { ...named.sides, left: { ...named.sides.left, engine: { ...engineNamed('A'), label: 'Renamed' } } },
    };
    const thinking = {
      ...pairLine('r', 'A', 'B'),
      sides: { ...named.sides, left: { ...named.sides.left, engine: { ...engineNamed('A'), thinking: true } } },
    };
    const lines = [named, relabelled, thinking].flatMap((line) => [line, voteLine(line.id, 'left')]);
    expect(standings(pairsOf(lines)).rows.map(({ engine, won }) => [engine.label, engine.thinking, won])).toEqual([
      ['Renamed', false, 2],
      ['A', true, 1],
      ['B', false, 0],
    ]);
  });

  it('tell votes that were not blind', () => {
    const open = pairLine('p', 'A', 'B', { isBlind: false });
    expect(standings(pairsOf([open, voteLine('p', 'left')]))).toMatchObject({ counted: 1, notBlind: 1 });
  });
});

it('votes are exported without questions and answers', () => {
  const text = exportVotes(pairsOf([pairLine('p1'), voteLine('p1', 'tie'), pairLine('p2')]));
  expect(text.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(text)).toMatchObject({
    pairId: 'p1',
    choice: 'tie',
    isBlind: true,
    left: { engine: { label: 'Alpha' } },
  });
  expect(text).not.toMatch(/Which\?|an answer|src\/a\.ts/);
});
