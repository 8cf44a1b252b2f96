import type { ChatMessage } from '../../engine/message.ts';
import type { PairEvent } from '../chatEvent.ts';
import type { RefusalReason, Side, VoteChoice } from '../chatState.ts';
import { type AnsweredPair, type PairAsk, type PairPorts, type PairTurn, startPair } from './pairTurn.ts';

/** Hears of pairs that can be voted on, and of what becomes of them. `id`: of the pair's entry. */
export interface PairKeeper {
  answered(pair: AnsweredPair): void;
  voted(id: string, vote: VoteChoice): void;
  /** Names and figures were shown without a vote. */
  revealed(id: string): void;
  kept(id: string, side: Side): void;
}

/** What the user does with the answers that are shown. Nothing happens for another pair than the present one. */
export interface PairDecisions {
  stopSide(id: string, side: Side): void;
  /** The answer becomes the conversation's; the other one is forgotten here. */
  keep(id: string, side: Side): void;
  /** Gives the question back. */
  keepNeither(id: string): void;
  vote(id: string, vote: VoteChoice): void;
  /** Shows names and figures without a vote. */
  reveal(id: string): void;
}

export interface DeskPorts {
  readonly keeper: PairKeeper;
  readonly emit: (event: PairEvent) => void;
  readonly refuse: (text: string, reason: RefusalReason) => void;
  /** Adds to the conversation. */
  readonly keep: (messages: readonly ChatMessage[]) => void;
}

/** The one pair of a conversation that may be under way or wait for a decision. */
export interface PairDesk {
  readonly isUndecided: boolean;
  readonly decisions: PairDecisions;
  /** Settles when both have ended. Never rejects. */
  ask(ask: PairAsk, ports: Omit<PairPorts, 'emit'>, signal: AbortSignal): Promise<void>;
  /** Forgets the pair: nothing more is heard of it. */
  clear(): void;
}

interface OpenPair {
  readonly id: string;
  readonly ask: PairAsk;
  turn: PairTurn | undefined;
}

export function createPairDesk({ keeper, emit, refuse, keep }: DeskPorts): PairDesk {
  let present: OpenPair | undefined;
  const turnOf = (id: string): PairTurn | undefined => (present?.id === id ? present.turn : undefined);

  return {
    get isUndecided() {
      return present !== undefined;
    },
    decisions: {
      stopSide: (id, side) => turnOf(id)?.stopSide(side),
      keep(id, side) {
        const kept = turnOf(id)?.keep(side);
        if (kept === undefined) return;
        present = undefined;
        keep(kept);
        emit({ kind: 'pair-kept', id, side });
        keeper.kept(id, side);
      },
      keepNeither(id) {
        if (present?.id !== id || present.turn?.hasEnded !== true) return;
        const { question } = present.ask;
        present = undefined;
        emit({ kind: 'pair-dropped', id });
        refuse(question, { kind: 'kept-neither' });
      },
      vote(id, vote) {
        if (turnOf(id)?.vote(vote) === true) keeper.voted(id, vote);
      },
      reveal(id) {
        if (turnOf(id)?.reveal() === true) keeper.revealed(id);
      },
    },
    async ask(ask, ports, signal) {
      const own: OpenPair = { id: ports.id, ask, turn: undefined };
      present = own;
      own.turn = startPair(ask, { ...ports, emit: (event) => (present === own ? emit(event) : undefined) }, signal);
      const answered = await own.turn.answered;
      if (present === own && answered !== undefined) keeper.answered(answered);
    },
    clear() {
      present = undefined;
    },
  };
}
