/**
 * Strengths from pairwise votes, by the model of Bradley and Terry (1952): P(a beats b) = s(a) / (s(a) + s(b)). Fitted by
 * maximum likelihood with the iteration of Hunter (2004, "MM algorithms for generalized Bradley-Terry models"), and told
 * on Elo's scale around a mean of 0: 400 points are odds of ten to one.
 */

/** `share` of one vote goes to `first`, the rest to `second`: 1, 0, or 1/2 for a tie. */
export interface Vote {
  readonly first: string;
  readonly second: string;
  readonly share: number;
}

export type Ratings = ReadonlyMap<string, number>;

/**
 * Elo of everyone who took part in a vote. `undefined` where the votes have no finite answer: someone, or some group, never
 * won against the rest or never lost (Ford 1957).
 */
export function fitBradleyTerry(votes: readonly Vote[]): Ratings | undefined {
  const names = [...new Set(votes.flatMap(({ first, second }) => [first, second]))];
  const numberOf = new Map(names.map((name, index) => [name, index]));
  const size = names.length;
  const wins = new Float64Array(size * size);
  for (const { first, second, share } of votes) {
    const [a, b] = [numberOf.get(first) ?? 0, numberOf.get(second) ?? 0];
    if (a === b) throw new RangeError(`a vote of ${first} against itself`);
    wins[a * size + b] = (wins[a * size + b] ?? 0) + share;
    wins[b * size + a] = (wins[b * size + a] ?? 0) + 1 - share;
  }
  const ratings = ratingsOfWins(wins, size);
  return ratings && new Map(names.map((name, index) => [name, ratings[index] ?? 0]));
}

/** P(a beats b) of two Elo ratings. */
export function winProbability(ratingA: number, ratingB: number): number {
  return 1 / (1 + 10 ** ((ratingB - ratingA) / 400));
}

/** `wins[a * size + b]`: votes for a against b. In the same order, Elo with mean 0. */
function ratingsOfWins(wins: Float64Array, size: number): Float64Array | undefined {
  if (size === 0 || !isConnected(wins, size)) return undefined;
  const at = (a: number, b: number): number => wins[a * size + b] ?? 0;
  let strengths = new Float64Array(size).fill(1);
  for (let round = 0; round < 10_000; round += 1) {
    const next = new Float64Array(size);
    for (let a = 0; a < size; a += 1) {
      let won = 0;
      let expected = 0;
      for (let b = 0; b < size; b += 1) {
        if (a === b) continue;
        won += at(a, b);
        expected += (at(a, b) + at(b, a)) / ((strengths[a] ?? 1) + (strengths[b] ?? 1));
      }
      next[a] = won / expected;
    }
    const scale = Math.exp(next.reduce((sum, strength) => sum + Math.log(strength), 0) / size);
    let change = 0;
    for (let a = 0; a < size; a += 1) {
      next[a] = (next[a] ?? 1) / scale;
      change = Math.max(change, Math.abs(Math.log((next[a] ?? 1) / (strengths[a] ?? 1))));
    }
    strengths = next;
    if (change < 1e-11) break;
  }
  return strengths.map((strength) => 400 * Math.log10(strength));
}

/** Does everyone reach everyone along "has a win against"? Forth and back from one suffices. */
function isConnected(wins: Float64Array, size: number): boolean {
  const reaches = (hasWin: (from: number, to: number) => boolean): number => {
    const found = new Set([0]);
    for (const from of found) {
      for (let to = 0; to < size; to += 1) if (hasWin(from, to)) found.add(to);
    }
    return found.size;
  };
  return (
    reaches((from, to) => (wins[from * size + to] ?? 0) > 0) === size &&
    reaches((from, to) => (wins[to * size + from] ?? 0) > 0) === size
  );
}
