import type { KeptPair } from './readVotes.ts';
import { voteSchemaVersion } from './voteLine.ts';

/** The votes, one JSON text per line, with the engines and their figures and without questions and answers. */
export function exportVotes(pairs: readonly KeptPair[]): string {
  return pairs
    .flatMap(({ id, askedAt, source, isInTurn, sides, vote }) => {
      if (vote === undefined) return [];
      const { left, right } = sides;
      const line = {
        ...{ schema: voteSchemaVersion, pairId: id, askedAt, source: source.kind, isInTurn },
        ...{ choice: vote.choice, votedAt: vote.at, isBlind: vote.isBlind },
        left: { engine: left.engine, figures: left.figures },
        right: { engine: right.engine, figures: right.figures },
      };
      return [`${JSON.stringify(line)}\n`];
    })
    .join('');
}
