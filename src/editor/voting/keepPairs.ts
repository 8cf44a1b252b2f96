import { recordPair } from '../../benchmark/voting/recordPair.ts';
import { type VoteLine, voteSchemaVersion } from '../../benchmark/voting/voteLine.ts';
import type { PairKeeper } from '../../chat/pair/pairDesk.ts';
import type { VoteFile } from '../../harness/voting/voteFile.ts';

export interface KeepPorts {
  readonly file: VoteFile;
  readonly isWanted: () => boolean;
  readonly onError: (error: unknown) => void;
  /** Unique among all windows and days. */
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Keeps what a chat's pairs come to, one line after the other. A pair that was not wanted stays out, and its vote with it. */
export function keepPairs({ file, isWanted, onError, newId, now }: KeepPorts): PairKeeper {
  const ids = new Map<string, string>();
  let last: Promise<void> = Promise.resolve();
  const append = (line: VoteLine): void => {
    last = last.then(() => file.append(line)).catch(onError);
  };
  const about = (id: string, line: (common: { schema: 1; pairId: string; at: string }) => VoteLine): void => {
    const pairId = ids.get(id);
    if (pairId !== undefined) append(line({ schema: voteSchemaVersion, pairId, at: now().toISOString() }));
  };
  return {
    answered(pair) {
      if (!isWanted()) return;
      const id = newId();
      ids.set(pair.id, id);
      append(recordPair(pair, { id, askedAt: now().toISOString() }));
    },
    voted: (id, choice) => about(id, (common) => ({ ...common, kind: 'vote', choice })),
    revealed: (id) => about(id, (common) => ({ ...common, kind: 'seen' })),
    kept: (id, side) => about(id, (common) => ({ ...common, kind: 'kept', side })),
  };
}
