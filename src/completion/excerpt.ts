import { estimateTokens } from './estimateTokens.ts';
import { lineBefore, type Snapshot } from './snapshot.ts';

export interface Excerpt {
  readonly prefix: string;
  readonly suffix: string;
  /** Line number, from 0, that the prefix starts in. */
  readonly startLine: number;
}

export interface ExcerptLimits {
  /** For prefix and suffix together. */
  readonly tokens: number;
  readonly charactersPerToken: number;
}

/** The suffix is evaluated anew for each key, so it is kept short; what stands near the cursor tells the most. */
const maxSuffixTokens = 128;
/** Kept free for the cursor's line, so that typing on it does not move the start. */
const cursorLineTokens = 64;
const maxStepLines = 64;
/** A middling line of code. Only sets how far the start moves at a time. */
const middlingLineTokens = 12;

/**
 * Takes what fits the budget from around the cursor: up to a quarter for the suffix, the rest for the prefix.
 *
 * The start is STICKY: an engine reuses its work as long as a prompt begins as the one before. So the prefix starts at a
 * multiple of some number of lines, counted from the top of the file, and stays there until the budget forces the next
 * multiple. The suffix starts at the cursor, which typing does not change, and ends with a line.
 */
export function takeExcerpt(snapshot: Snapshot, limits: ExcerptLimits): Excerpt {
  const suffix = takeSuffix(snapshot.after, Math.min(maxSuffixTokens, limits.tokens / 4), limits.charactersPerToken);
  // Not what the suffix happens to leave: the start must not depend on it.
  const prefixTokens = limits.tokens - Math.min(maxSuffixTokens, limits.tokens / 4);
  return { ...takePrefix(snapshot, prefixTokens, limits.charactersPerToken), suffix };
}

function takePrefix(
  snapshot: Snapshot,
  tokens: number,
  charactersPerToken: number,
): { readonly prefix: string; readonly startLine: number } {
  const { before, firstLine } = snapshot;
  const cursorLine = lineBefore(snapshot);
  const reserve = Math.max(estimateTokens(cursorLine, charactersPerToken), Math.min(cursorLineTokens, tokens / 4));
  const lines = before.split('\n');
  const last = lines.length - 1;
  let earliest = last;
  let room = tokens - reserve;
  while (earliest > 0) {
    room -= estimateTokens(`${lines[earliest - 1] ?? ''}\n`, charactersPerToken);
    if (room < 0) break;
    earliest--;
  }
  if (reserve > tokens)
    return { prefix: endOfLongLine(cursorLine, tokens, charactersPerToken), startLine: firstLine + last };
  const startLine = alignedStart(firstLine + earliest, firstLine + last, tokens);
  return { prefix: lines.slice(startLine - firstLine).join('\n'), startLine };
}

/** The first multiple of the step that is not before `earliest`; a smaller step when the cursor's line comes sooner. */
function alignedStart(earliest: number, cursorLine: number, tokens: number): number {
  for (let step = stepLines(tokens); step > 1; step /= 2) {
    const aligned = Math.ceil(earliest / step) * step;
    if (aligned <= cursorLine) return aligned;
  }
  return earliest;
}

/** The largest power of two that wastes no more than about a quarter of the budget. */
function stepLines(tokens: number): number {
  let step = maxStepLines;
  while (step > 1 && step * middlingLineTokens > tokens / 4) step /= 2;
  return step;
}

/** A line longer than the whole budget: its end, starting at a multiple of 256 characters when there is room for that. */
function endOfLongLine(line: string, tokens: number, charactersPerToken: number): string {
  let start = line.length;
  let room = tokens;
  while (start > 0) {
    room -= estimateTokens(line.charAt(start - 1), charactersPerToken);
    if (room < 0) break;
    start--;
  }
  const aligned = Math.ceil(start / 256) * 256;
  return line.slice(aligned < line.length ? aligned : start);
}

function takeSuffix(after: string, tokens: number, charactersPerToken: number): string {
  let end = 0;
  let room = tokens;
  while (end < after.length) {
    const next = after.indexOf('\n', end);
    const lineEnd = next < 0 ? after.length : next + 1;
    // A line this long cannot fit, and is not worth measuring.
    if (lineEnd - end > room * charactersPerToken) break;
    room -= estimateTokens(after.slice(end, lineEnd), charactersPerToken);
    if (room < 0) break;
    end = lineEnd;
  }
  return end > 0 ? after.slice(0, end) : startOfLongLine(after, tokens, charactersPerToken);
}

function startOfLongLine(after: string, tokens: number, charactersPerToken: number): string {
  let end = 0;
  let room = tokens;
  while (end < after.length) {
    room -= estimateTokens(after.charAt(end), charactersPerToken);
    if (room < 0) break;
    end++;
  }
  return after.slice(0, end);
}
