/** What is shown of a file that is too long for the question. */
import { questionTokens } from './askInOneMessage.ts';

export interface Surroundings {
  readonly before: string;
  readonly after: string;
  /** Whether something of the file is left out there. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

/**
 * Whole lines next to a place, as many as fit into `tokens`: half of them before it and half behind it, and what one side
 * leaves goes to the other. A line that alone is too long is cut, on the side that is farther away.
 */
export function takeAround(before: string, after: string, tokens: number): Surroundings {
  const half = tokens / 2;
  const own = takeStart(after, half);
  const behind = own === after ? after : takeStart(after, Math.max(half, tokens - questionTokens(before)));
  const ahead = takeEnd(before, tokens - Math.min(tokens, questionTokens(behind)));
  return {
    before: ahead,
    after: behind,
    isCutBefore: ahead.length < before.length,
    isCutAfter: behind.length < after.length,
  };
}

/** Which parts of a file are shown, in one sentence. Empty: all of it. */
export function describeCut({ isCutBefore, isCutAfter }: Surroundings): string {
  if (!isCutBefore && !isCutAfter) return '';
  const sides =
    isCutBefore && isCutAfter ? 'Its beginning and its end are' : `Its ${isCutBefore ? 'beginning' : 'end'} is`;
  return `The file is long. ${sides} left out here.`;
}

function takeStart(text: string, tokens: number): string {
  let end = 0;
  let room = tokens;
  while (end < text.length) {
    const next = text.indexOf('\n', end) + 1;
    const lineEnd = next === 0 ? text.length : next;
    room -= questionTokens(text.slice(end, lineEnd));
    if (room < 0) break;
    end = lineEnd;
  }
  return end > 0 || text === '' ? text.slice(0, end) : text.slice(0, Math.floor(tokens));
}

function takeEnd(text: string, tokens: number): string {
  let start = text.length;
  let room = tokens;
  while (start > 0) {
    const lineStart = start === 1 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
    room -= questionTokens(text.slice(lineStart, start));
    if (room < 0) break;
    start = lineStart;
  }
  return start < text.length || text === ''
    ? text.slice(start)
    : text.slice(text.length - Math.floor(Math.max(0, tokens)));
}
