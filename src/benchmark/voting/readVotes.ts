import type { VoteChoice } from '../../chat/chatState.ts';
import { type PairLine, type VoteLine, voteLineSchema } from './voteLine.ts';

/** Two answers as they stand now. */
export interface KeptPair extends PairLine {
  readonly vote: CastVote | undefined;
  /** Someone has seen which engine gave which answer, so another vote would not be blind. */
  readonly isSeen: boolean;
  readonly keptSide: 'left' | 'right' | undefined;
}

export interface CastVote {
  /** By the sides of the pair. */
  readonly choice: VoteChoice;
  /** ISO 8601. */
  readonly at: string;
  readonly isBlind: boolean;
}

export interface KeptVotes {
  /** The oldest first; a pair whose vote was taken back goes to the end. */
  readonly pairs: readonly KeptPair[];
  /** Lines that this version cannot read: damaged, or another version's. They are left where they are. */
  readonly unreadableLines: number;
}

/** Reads what the file says, line by line: one that is damaged takes no other with it. */
export function readVotes(text: string): KeptVotes {
  const pairs = new Map<string, KeptPair>();
  let unreadableLines = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const read = readLine(line);
    if (read === undefined) unreadableLines += 1;
    else take(pairs, read);
  }
  return { pairs: [...pairs.values()], unreadableLines };
}

function readLine(line: string): VoteLine | undefined {
  try {
    return voteLineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** A line about a pair that is not there says nothing: its pair's line was damaged, or deleted. */
function take(pairs: Map<string, KeptPair>, line: VoteLine): void {
  if (line.kind === 'pair') {
    if (!pairs.has(line.id))
      pairs.set(line.id, { ...line, vote: undefined, isSeen: !line.isBlind, keptSide: undefined });
    return;
  }
  const pair = pairs.get(line.pairId);
  if (pair === undefined) return;
  switch (line.kind) {
    case 'vote': {
      if (pair.vote !== undefined) return;
      const vote = { choice: line.choice, at: line.at, isBlind: !pair.isSeen };
      pairs.set(pair.id, { ...pair, vote, isSeen: true });
      return;
    }
    case 'undo':
      pairs.delete(pair.id);
      pairs.set(pair.id, { ...pair, vote: undefined });
      return;
    case 'seen':
      pairs.set(pair.id, { ...pair, isSeen: true });
      return;
    case 'kept':
      pairs.set(pair.id, { ...pair, keptSide: line.side });
      return;
  }
}
