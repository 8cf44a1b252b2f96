import { expect, it } from 'vitest';
import { standings } from '../../../src/benchmark/voting/standings.ts';
import { eloText, standingsHeadline, standingsNotes } from '../../../src/benchmark/voting/standingsWords.ts';
import { pairLine, pairsOf, voteLine, votesBetween } from './keptPairs.ts';

const headline = (...lines: ReturnType<typeof votesBetween>[]): string =>
  standingsHeadline(standings(pairsOf(lines.flat())));

it('the first line says who is ahead only where the intervals are apart', () => {
  expect(headline()).toBe('No votes yet.');
  expect(headline(votesBetween('A', 'B', 1, 0))).toBe('1 vote: too few to rank engines.');
  expect(headline(votesBetween('A', 'B', 11, 9))).toMatch(/^By 20 votes, nobody is clearly ahead/);
  expect(headline(votesBetween('A', 'B', 35, 5))).toBe('By 40 votes, A is ahead.');
});

it('what the votes do not say stands beside them', () => {
  const lines = [
    ...votesBetween('A', 'B', 2, 1),
    ...[pairLine('bad', 'A', 'B'), voteLine('bad', 'both-bad'), pairLine('later', 'A', 'B')],
    ...[pairLine('open', 'A', 'B', { isBlind: false }), voteLine('open', 'tie')],
  ];
  const notes = standingsNotes(standings(pairsOf(lines))).join(' ');
  expect(notes).toContain('not what tests found right');
  expect(notes).toContain('at least 10 votes on each engine');
  expect(notes).toContain('1 vote found both alike: half a win for each.');
  expect(notes).toContain('1 vote found both bad, which rates nobody.');
  expect(notes).toContain('Not blind: 1 vote.');
  expect(notes).toContain('wait for a vote: 1.');
});

it('ratings have their sign', () => {
  expect([12.6, -12.6, 0.2].map(eloText)).toEqual(['+13', '−13', '0']);
});
