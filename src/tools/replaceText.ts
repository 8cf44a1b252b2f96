/**
 * Finds the text a model wants replaced and replaces it. Models copy inexactly, so there is a ladder: the exact text;
 * the same lines but for whitespace; lines at least 95% alike. What cannot be found for certain is refused, never guessed.
 *
 * Line ends: `text` has one kind throughout (as an editor holds a file) and keeps it, whatever the model wrote.
 */
import { fitLines } from './fitLines.ts';
import { leastMeasured, type LineWindow, nearestLines, withoutWhitespaceDifferences } from './nearestLines.ts';

export interface Replacement {
  /** Not empty. */
  readonly oldString: string;
  readonly newString: string;
  readonly replaceAll: boolean;
}

/** Lines from 1, both included; `lastLine` is `firstLine - 1` when nothing is left there. */
export interface LineRange {
  readonly firstLine: number;
  readonly lastLine: number;
}

export type ReplaceOutcome =
  | {
      readonly kind: 'replaced';
      readonly text: string;
      readonly manner: 'exact' | 'whitespace' | 'similar';
      /** Where the new text stands. */
      readonly ranges: readonly LineRange[];
    }
  /** `oldString` begins at each of these lines; the list is cut after {@link maxReported}. */
  | { readonly kind: 'ambiguous'; readonly lines: readonly number[] }
  | { readonly kind: 'missing'; readonly nearest: NearestText | undefined };

export interface NearestText extends LineRange {
  readonly similarity: number;
  readonly text: string;
}

export const maxReported = 20;
const leastSimilarity = 0.95;

export function replaceText(text: string, replacement: Replacement): ReplaceOutcome {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const outcome = replaceInLines(asLf(text), {
    ...replacement,
    oldString: asLf(replacement.oldString),
    newString: asLf(replacement.newString),
  });
  if (outcome.kind !== 'replaced' || lineEnd === '\n') return outcome;
  return { ...outcome, text: outcome.text.replaceAll('\n', lineEnd) };
}

function asLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function replaceInLines(text: string, replacement: Replacement): ReplaceOutcome {
  const exact = replaceExactly(text, replacement);
  if (exact !== undefined) return exact;

  const block = asBlock(replacement);
  const lines = text.split('\n');
  const plainLines = lines.map(withoutWhitespaceDifferences);
  const plainWanted = block.oldLines.map(withoutWhitespaceDifferences);
  if (plainWanted.every((line) => line === '')) return { kind: 'missing', nearest: undefined };

  const starts = startsOf(plainLines, plainWanted, replacement.replaceAll);
  if (starts.length > 1 && !replacement.replaceAll) {
    return { kind: 'ambiguous', lines: starts.slice(0, maxReported).map((start) => start + 1) };
  }
  if (starts.length > 0) return { ...replaceLines(lines, starts, block), manner: 'whitespace' };

  const windows = nearestLines(plainLines, plainWanted);
  const [best] = windows;
  const isWhole = best !== undefined && best.start + plainWanted.length <= lines.length;
  const isCertain = windows.every(({ isMeasured }) => isMeasured);
  if (!isWhole || !isCertain || best.similarity < leastSimilarity || replacement.replaceAll) {
    return { kind: 'missing', nearest: nearestText(lines, plainWanted.length, best) };
  }
  const rivals = windows.filter((window) => isRival(window, best, plainWanted.length));
  if (rivals.length > 1)
    return { kind: 'ambiguous', lines: rivals.map(({ start }) => start + 1).sort((a, b) => a - b) };
  return { ...replaceLines(lines, [best.start], block), manner: 'similar' };
}

/** Undefined when the text is not there. */
function replaceExactly(text: string, { oldString, newString, replaceAll }: Replacement): ReplaceOutcome | undefined {
  if (replaceAll) {
    const parts = text.split(oldString);
    return parts.length === 1 ? undefined : { ...joinParts(parts, newString), manner: 'exact' };
  }
  const offsets: number[] = [];
  for (
    let offset = text.indexOf(oldString);
    offset >= 0 && offsets.length < maxReported;
    offset = text.indexOf(oldString, offset + 1)
  ) {
    offsets.push(offset);
  }
  const [offset] = offsets;
  if (offset === undefined) return undefined;
  if (offsets.length > 1) return { kind: 'ambiguous', lines: linesAt(text, offsets) };
  const parts = [text.slice(0, offset), text.slice(offset + oldString.length)];
  return { ...joinParts(parts, newString), manner: 'exact' };
}

interface Replaced {
  readonly kind: 'replaced';
  readonly text: string;
  readonly ranges: readonly LineRange[];
}

function joinParts(parts: readonly string[], separator: string): Replaced {
  const height = countLineEnds(separator);
  const closesLine = separator.endsWith('\n') ? 1 : 0;
  let line = 1;
  const ranges = parts.slice(0, -1).map((part) => {
    const firstLine = line + countLineEnds(part);
    line = firstLine + height;
    return { firstLine, lastLine: line - closesLine };
  });
  return { kind: 'replaced', text: parts.join(separator), ranges };
}

function linesAt(text: string, offsets: readonly number[]): number[] {
  let line = 1;
  let position = 0;
  return offsets.map((offset) => {
    line += countLineEnds(text.slice(position, offset));
    position = offset;
    return line;
  });
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

interface Block {
  readonly oldLines: readonly string[];
  readonly newLines: readonly string[];
}

/** Whole lines: a line end that closes both texts, and blank lines around both, are no part of what is looked for. */
function asBlock({ oldString, newString }: Replacement): Block {
  const oldLines = oldString.split('\n');
  const newLines = newString.split('\n');
  if (oldLines.length > 1 && oldLines.at(-1) === '') {
    oldLines.pop();
    if (newLines.at(-1) === '') newLines.pop();
  }
  while (oldLines.length > 1 && isBlank(oldLines[0]) && isBlank(newLines[0])) {
    oldLines.shift();
    newLines.shift();
  }
  while (oldLines.length > 1 && isBlank(oldLines.at(-1)) && isBlank(newLines.at(-1))) {
    oldLines.pop();
    newLines.pop();
  }
  return { oldLines, newLines };
}

function isBlank(line: string | undefined): boolean {
  return line !== undefined && line.trim() === '';
}

/** Where `wanted` begins in `lines`; with `isApart`, places that overlap an earlier one are left out. */
function startsOf(lines: readonly string[], wanted: readonly string[], isApart: boolean): number[] {
  const starts: number[] = [];
  for (let start = 0; start + wanted.length <= lines.length; start += 1) {
    if (!wanted.every((line, offset) => line === lines[start + offset])) continue;
    starts.push(start);
    if (isApart) start += wanted.length - 1;
  }
  return starts;
}

function replaceLines(lines: readonly string[], starts: readonly number[], block: Block): Replaced {
  const pieces: string[][] = [];
  const ranges: LineRange[] = [];
  let position = 0;
  let height = 0;
  for (const start of starts) {
    const end = start + block.oldLines.length;
    const fitted = fitLines(lines.slice(start, end), block.oldLines, block.newLines);
    pieces.push(lines.slice(position, start), fitted);
    const firstLine = height + (start - position) + 1;
    height = firstLine - 1 + fitted.length;
    ranges.push({ firstLine, lastLine: height });
    position = end;
  }
  pieces.push(lines.slice(position));
  return { kind: 'replaced', text: pieces.flat().join('\n'), ranges };
}

/** Could `window` be meant as well as `best`? A shifted view of the same lines is no rival unless it is as good. */
function isRival(window: LineWindow, best: LineWindow, height: number): boolean {
  if (window.similarity < leastSimilarity) return false;
  const overlaps = Math.abs(window.start - best.start) < height;
  return !overlaps || window.similarity === best.similarity;
}

const maxNearestLines = 40;
const maxNearestCharacters = 2_000;

function nearestText(
  lines: readonly string[],
  height: number,
  window: LineWindow | undefined,
): NearestText | undefined {
  if (window === undefined || window.similarity < leastMeasured) return undefined;
  const { start, similarity } = window;
  const found = lines.slice(start, Math.min(start + Math.min(height, maxNearestLines), lines.length));
  const text = found.join('\n').slice(0, maxNearestCharacters);
  return { firstLine: start + 1, lastLine: start + text.split('\n').length, similarity, text };
}
