import { editDistance } from './editDistance.ts';

/** A run of lines of a file, as many as were looked for. It may reach past the end; what is missing there is unlike. */
export interface LineWindow {
  /** From 0. */
  readonly start: number;
  /** 1: the same but for whitespace. 0: nothing in common. Exact above {@link leastMeasured}. */
  readonly similarity: number;
  /** False when measuring it would have taken too long: then it is at least as similar as said. */
  readonly isMeasured: boolean;
}

const maxCandidates = 24;
/** A line that stands in more places than this says little about where the block is. */
const maxPlaces = 200;
const maxProbes = 3;
/** Longer lines are not measured unless they are equal. */
const maxComparedCharacters = 2_000;
/** Cells of distance tables for one call, so that no file and no text can hang the editor: some tenths of a second. */
const maxCells = 20_000_000;
/** Windows found to be less similar than this are not measured further. */
export const leastMeasured = 0.4;

/**
 * The places in `lines` most like `wanted`, best first. Both are compared without regard to whitespace: pass them
 * through {@link withoutWhitespaceDifferences}. Candidates come from lines in common and from the lines most like the
 * longest wanted ones; only those are measured, line by line.
 */
export function nearestLines(lines: readonly string[], wanted: readonly string[]): LineWindow[] {
  const votes = new Map<number, number>();
  const vote = (start: number, weight: number): void => {
    const first = Math.max(0, start);
    votes.set(first, (votes.get(first) ?? 0) + weight);
  };
  voteByEqualLines(lines, wanted, vote);
  voteBySimilarLines(lines, wanted, vote);
  const starts = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, maxCandidates);
  const work = { cellsLeft: maxCells };
  return starts
    .map(([start]) => measure(lines, wanted, start, work))
    .sort((a, b) => b.similarity - a.similarity || a.start - b.start);
}

export function withoutWhitespaceDifferences(line: string): string {
  return line.trim().replaceAll(/\s+/g, ' ');
}

type Vote = (start: number, weight: number) => void;

function voteByEqualLines(lines: readonly string[], wanted: readonly string[], vote: Vote): void {
  const placesByLine = new Map<string, number[]>();
  for (const line of wanted) if (line !== '') placesByLine.set(line, []);
  lines.forEach((line, index) => {
    const places = placesByLine.get(line);
    if (places !== undefined && places.length <= maxPlaces) places.push(index);
  });
  wanted.forEach((line, offset) => {
    const places = placesByLine.get(line) ?? [];
    if (places.length > maxPlaces) return;
    for (const place of places) vote(place - offset, line.length / places.length);
  });
}

/** The longest wanted lines, each with the places most like it by the pairs of neighboring characters they share. */
function voteBySimilarLines(lines: readonly string[], wanted: readonly string[], vote: Vote): void {
  const probes = wanted
    .map((line, offset) => ({ line, offset }))
    .filter(({ line }) => line.length > 1 && line.length <= maxComparedCharacters)
    .sort((a, b) => b.line.length - a.line.length)
    .slice(0, maxProbes);
  for (const { line, offset } of probes) {
    const countShared = pairCounter(line);
    const likely: { index: number; share: number }[] = [];
    lines.forEach((candidate, index) => {
      const isOfLikeLength = candidate.length * 3 >= line.length && candidate.length <= line.length * 3;
      if (!isOfLikeLength) return;
      const share = countShared(candidate) / Math.max(line.length, candidate.length);
      if (share > 0.3) likely.push({ index, share });
    });
    likely.sort((a, b) => b.share - a.share || a.index - b.index);
    for (const { index, share } of likely.slice(0, maxCandidates)) vote(index - offset, line.length * share ** 2);
  }
}

/** Counts the pairs another line shares with this one. Pairs are told apart by a hash: a hint, not a measure. */
function pairCounter(line: string): (other: string) => number {
  const unmatched = new Int32Array(1 << 16);
  const add = (text: string, amount: 1 | -1): number => {
    let shared = 0;
    for (let index = 0; index + 1 < text.length; index += 1) {
      const hash = (text.charCodeAt(index) * 251 + text.charCodeAt(index + 1)) & 0xffff;
      const count = unmatched[hash] ?? 0;
      if (count > 0) shared += 1;
      unmatched[hash] = count + amount;
    }
    return shared;
  };
  add(line, 1);
  return (other) => {
    const shared = add(other, -1);
    add(other, 1);
    return shared;
  };
}

/** Similarity is 1 minus the distance of the lines, each to its counterpart, over the length of the longer side. */
function measure(
  lines: readonly string[],
  wanted: readonly string[],
  start: number,
  work: { cellsLeft: number },
): LineWindow {
  const pairs = wanted.map((line, offset) => ({ line, other: lines[start + offset] ?? '' }));
  const length = pairs.reduce((sum, { line, other }) => sum + Math.max(line.length, other.length), 0);
  const farthest = length * (1 - leastMeasured);
  let distance = 0;
  let isMeasured = true;
  for (const { line, other } of pairs) {
    if (line === other) continue;
    if (distance > farthest) break;
    const longer = Math.max(line.length, other.length);
    const cells = line.length * other.length;
    const isComparable = longer <= maxComparedCharacters && cells <= work.cellsLeft;
    if (isComparable) work.cellsLeft -= cells;
    else isMeasured = false;
    distance += isComparable ? editDistance(line, other) : longer;
  }
  return { start, similarity: length === 0 ? 0 : 1 - distance / length, isMeasured };
}
