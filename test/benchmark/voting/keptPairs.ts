import { type KeptPair, readVotes } from '../../../src/benchmark/voting/readVotes.ts';
import type { PairLine, VoteLine, VotedEngine } from '../../../src/benchmark/voting/voteLine.ts';

export const engineNamed = (name: string): VotedEngine => ({
  id: `id-of-${name}`,
  label: name,
  model: `model-of-${name}`,
  identity: `identity-of-${name}`,
  place: 'remote',
  thinking: false,
});

export function pairLine(id: string, left = 'Alpha', right = 'Beta', more: Partial<PairLine> = {}): PairLine {
  const side = (name: string): PairLine['sides']['left'] => ({
    engine: engineNamed(name),
    progress: 'done',
    steps: [
      { kind: 'call', tool: 'read_file', target: 'src/a.ts', progress: 'done', summary: '12 lines' },
      { kind: 'text', text: `an answer of ${id}` },
    ],
    figures: {
      firstTokenMs: 123,
      totalMs: 4567,
      promptTokens: 890,
      generatedTokens: 55,
      cost: { kind: 'known', usd: 0.75, isUpperBound: false },
    },
  });
  return {
    ...{ schema: 1, kind: 'pair', id, askedAt: '2026-11-30T10:00:00.000Z', source: { kind: 'chat' } },
    ...{ question: 'Which?', earlierMessages: 2, isBlind: true, isInTurn: false },
    sides: { left: side(left), right: side(right) },
    ...more,
  };
}

export const at = '2026-11-30T11:00:00.000Z';
export const voteLine = (pairId: string, choice: 'left' | 'right' | 'tie' | 'both-bad'): VoteLine => ({
  ...{ schema: 1, kind: 'vote', pairId, choice, at },
});

export const textOf = (lines: readonly VoteLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
export const pairsOf = (lines: readonly VoteLine[]): readonly KeptPair[] => readVotes(textOf(lines)).pairs;

/** `won` of the votes go to `left`. */
export function votesBetween(left: string, right: string, won: number, lost: number): VoteLine[] {
  return Array.from({ length: won + lost }, (_, index) => {
    const id = `${left}-${right}-${index}`;
    return [pairLine(id, left, right), voteLine(id, index < won ? 'left' : 'right')];
  }).flat();
}
