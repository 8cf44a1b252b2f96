import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import { drawSides, hiddenBallot, openBallot, turnChoice } from '../../../src/benchmark/voting/ballot.ts';
import { pairLine, pairsOf, voteLine } from './keptPairs.ts';

const [pair] = pairsOf([pairLine('p1'), voteLine('p1', 'left')]);
if (pair === undefined) throw new Error('no pair');

describe('a ballot', () => {
  it('is, before the vote, the answers and nothing of who gave them, when, how fast or for how much', () => {
    const side = (name: string) => ({
      progress: 'done',
      entries: [
        {
          ...{ kind: 'call', id: `${name}-0`, tool: 'read_file', target: 'src/a.ts', progress: 'done' },
          ...{ summary: '12 lines', detail: '' },
        },
        { kind: 'assistant', id: `${name}-1`, thinking: '', text: 'an answer of p1', progress: 'done' },
      ],
      activity: { kind: 'idle' },
    });
    expect(JSON.parse(JSON.stringify(hiddenBallot(pair, true)))).toEqual({
      question: 'Which?',
      earlierMessages: 2,
      entry: {
        ...{ kind: 'pair', id: 'p1', questionId: '', isHidden: true, canVote: true, isInTurn: false },
        sides: { left: side('left'), right: side('right') },
      },
    });
  });

  it('is the same letter by letter for two engines that gave the same answers in another time', () => {
    const slow = pairLine('p1', 'Gamma', 'Delta', { isInTurn: true, askedAt: '2025-01-01T00:00:00.000Z' });
    const [other] = pairsOf([slow]);
    expect(JSON.stringify(other && hiddenBallot(other, false))).toBe(JSON.stringify(hiddenBallot(pair, false)));
  });

  it('shows names and figures afterwards, on the sides that the voter saw', () => {
    const { entry: shown } = openBallot(pair, true);
    expect(shown).toMatchObject({ isHidden: false, canVote: false, vote: 'right' });
    expect(shown.sides.right).toMatchObject({ label: 'Alpha', figures: { firstTokenMs: 123 } });
    expect(shown.sides.left.label).toBe('Beta');
  });
});

describe('the sides of ballots', () => {
  it('are drawn anew for each pair, evenly, and stay what they are', () => {
    const isSwapped = drawSides(mulberry32(7));
    const drawn = Array.from({ length: 1000 }, (_, index) => isSwapped(`p${index}`));
    const swapped = drawn.filter(Boolean).length;
    expect(swapped).toBeGreaterThan(440);
    expect(swapped).toBeLessThan(560);
    expect(drawn.map((_, index) => isSwapped(`p${index}`))).toEqual(drawn);
    expect(
      new Set(Array.from({ length: 20 }, (_, seed) => seed).map((seed) => drawSides(mulberry32(seed))('p'))).size,
    ).toBe(2);
  });

  it('turn a choice back to the sides that are kept', () => {
    for (const choice of ['left', 'right', 'tie', 'both-bad'] as const) {
      expect(turnChoice(turnChoice(choice, true), true)).toBe(choice);
      expect(turnChoice(choice, false)).toBe(choice);
    }
    expect(turnChoice('left', true)).toBe('right');
  });
});
