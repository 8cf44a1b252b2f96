/**
 * What the votes say of the engines. This is taste, not correctness: it is shown apart from what tests decide.
 *
 * A tie is half a win for each, as in the public notebooks of Chatbot Arena (Chiang et al. 2024, arXiv:2403.04132), rather
 * than a parameter of its own (Rao and Kupper 1967; Davidson 1970). There "both are bad" counts as a tie too; here such
 * votes rate nobody and are counted apart, as they say nothing of which is better.
 */
import { type Vote, fitBradleyTerry } from '../statistics/bradleyTerry.ts';
import type { Interval } from '../statistics/interval.ts';
import { ratingIntervals } from '../statistics/ratingIntervals.ts';
import { fewestVotes } from './fewestVotes.ts';
import type { KeptPair } from './readVotes.ts';
import type { VotedEngine } from './voteLine.ts';

export interface Standing {
  readonly engine: VotedEngine;
  readonly won: number;
  readonly lost: number;
  readonly tied: number;
  readonly bothBad: number;
  /** On Elo's scale around a mean of 0; `null`: the votes bound none. */
  readonly rating: { readonly elo: number; readonly interval: Interval } | null;
}

export interface Standings {
  /** The best first; without ratings by the share of votes won. */
  readonly rows: readonly Standing[];
  /** `too-few`: fewer than {@link fewestVotes} of an engine, or some won or lost every time, or never met. */
  readonly state: 'no-votes' | 'too-few' | 'rated';
  /** Votes that rate: all but those that found both bad, or put an engine against itself. */
  readonly counted: number;
  readonly ties: number;
  readonly bothBad: number;
  /** Of `counted`, those on answers whose engines the voter had seen. */
  readonly notBlind: number;
  readonly waiting: number;
}

const seed = 20_240_304;

export function standings(pairs: readonly KeptPair[]): Standings {
  const cast = pairs.flatMap((pair) => {
    const { vote, sides } = pair;
    const [left, right] = [keyOf(sides.left.engine), keyOf(sides.right.engine)];
    return vote === undefined || left === right ? [] : [{ pair, vote, left, right }];
  });
  const counted = cast.filter(({ vote }) => vote.choice !== 'both-bad');
  const votes = counted.map(({ vote, left, right }): Vote => ({
    first: left,
    second: right,
    share: shares[vote.choice],
  }));
  const intervals = ratingIntervals(votes, seed);
  const ratings = fitBradleyTerry(votes);
  const rows = new Map<string, Standing>();
  for (const { pair, vote, left, right } of cast) {
    for (const [key, side] of [[left, 'left'] as const, [right, 'right'] as const]) {
      const before = rows.get(key) ?? emptyStanding(pair.sides[side].engine);
      const { choice } = vote;
      rows.set(key, {
        ...before,
        engine: pair.sides[side].engine,
        won: before.won + (choice === side ? 1 : 0),
        lost: before.lost + (choice !== side && (choice === 'left' || choice === 'right') ? 1 : 0),
        tied: before.tied + (choice === 'tie' ? 1 : 0),
        bothBad: before.bothBad + (choice === 'both-bad' ? 1 : 0),
      });
    }
  }
  const isRated = intervals !== null && isEnough([...rows.values()], [...intervals.values()]);
  const rated = [...rows].map(([key, row]): Standing => {
    const [elo, interval] = [ratings?.get(key), intervals?.get(key)];
    return !isRated || elo === undefined || interval === undefined ? row : { ...row, rating: { elo, interval } };
  });
  return {
    rows: rated.toSorted((a, b) => (b.rating?.elo ?? 0) - (a.rating?.elo ?? 0) || wonShare(b) - wonShare(a)),
    state: cast.length === 0 ? 'no-votes' : isRated ? 'rated' : 'too-few',
    counted: counted.length,
    ties: counted.filter(({ vote }) => vote.choice === 'tie').length,
    bothBad: cast.length - counted.length,
    notBlind: counted.filter(({ vote }) => !vote.isBlind).length,
    waiting: pairs.filter(({ vote }) => vote === undefined).length,
  };
}

const shares = { left: 1, right: 0, tie: 0.5, 'both-bad': 0 } as const;

function keyOf({ identity, thinking }: VotedEngine): string {
  return JSON.stringify([identity, thinking]);
}

function emptyStanding(engine: VotedEngine): Standing {
  return { engine, won: 0, lost: 0, tied: 0, bothBad: 0, rating: null };
}

/** Votes that are all ties give the same whenever they are redrawn, which is no certainty. */
function isEnough(rows: readonly Standing[], intervals: readonly Interval[]): boolean {
  return rows.every((row) => ratingVotes(row) >= fewestVotes) && intervals.every(({ low, high }) => low < high);
}

function ratingVotes({ won, lost, tied }: Standing): number {
  return won + lost + tied;
}

/** Of the votes that rate, ties as half. */
function wonShare(row: Standing): number {
  const all = ratingVotes(row);
  return all === 0 ? 0 : (row.won + row.tied / 2) / all;
}
