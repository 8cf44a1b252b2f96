import { type Ballot, drawSides, hiddenBallot, openBallot, turnChoice } from '../../benchmark/voting/ballot.ts';
import type { KeptPair } from '../../benchmark/voting/readVotes.ts';
import { voteSchemaVersion } from '../../benchmark/voting/voteLine.ts';
import type { VoteChoice } from '../../chat/chatState.ts';
import type { VoteFile } from '../../harness/voting/voteFile.ts';

/** One voter's way through the pairs that wait. The file is read at each step: other windows add to it. */
export interface BallotBox {
  show(): Promise<ShownBallot>;
  /** Of the pair that is shown; nothing for another. */
  vote(id: string, choice: VoteChoice): Promise<void>;
  /** To the next pair. One without a vote comes again after the others. */
  next(): void;
  /** Takes back the last vote that was cast here. */
  undo(): Promise<void>;
}

export interface ShownBallot {
  /** Absent: nothing waits. */
  readonly ballot: Ballot | undefined;
  readonly waiting: number;
  readonly canUndo: boolean;
  /** Of the file; they are left where they are. */
  readonly unreadableLines: number;
}

export function createBallotBox(
  file: VoteFile,
  { random, now }: { readonly random: () => number; readonly now: () => Date },
): BallotBox {
  const isSwapped = drawSides(random);
  const cast: string[] = [];
  let skipped: readonly string[] = [];
  let shownId: string | undefined;

  /** Those that were passed over come last. */
  const nextOf = (waiting: readonly KeptPair[]): KeptPair | undefined => {
    const fresh = waiting.find(({ id }) => !skipped.includes(id));
    if (fresh !== undefined) return fresh;
    skipped = [];
    return waiting[0];
  };
  return {
    async show() {
      const { pairs, unreadableLines } = await file.read();
      const waiting = pairs.filter(({ vote }) => vote === undefined);
      const pair = pairs.find(({ id }) => id === shownId) ?? nextOf(waiting);
      shownId = pair?.id;
      const ballot = pair && (pair.vote === undefined ? hiddenBallot : openBallot)(pair, isSwapped(pair.id));
      return { ballot, waiting: waiting.length, canUndo: cast.length > 0, unreadableLines };
    },
    async vote(id, choice) {
      if (id !== shownId || cast.includes(id)) return;
      cast.push(id);
      const at = now().toISOString();
      const turned = turnChoice(choice, isSwapped(id));
      await file.append({ schema: voteSchemaVersion, kind: 'vote', pairId: id, choice: turned, at });
    },
    next() {
      if (shownId !== undefined && !cast.includes(shownId)) skipped = [...skipped, shownId];
      shownId = undefined;
    },
    async undo() {
      const id = cast.pop();
      if (id === undefined) return;
      shownId = id;
      await file.append({ schema: voteSchemaVersion, kind: 'undo', pairId: id, at: now().toISOString() });
    },
  };
}
