import { highlightLines, plainLines } from './highlightCode.ts';

/** A code block's lines while it is written, with how much of the code their colors come from. */
export interface GrowingCode {
  readonly language: string;
  readonly lines: readonly string[];
  readonly highlightedLength: number;
}

/** Shorter code is colored anew with every change. In UTF-16 units. */
const shortCode = 6_000;

/**
 * Colors code that grows at its end. highlight.js always starts from the beginning, so long code is colored again only
 * after it has grown by a fifth, and its newest lines are plain until then: the total cost stays proportional to the code.
 */
export function growCode(
  before: GrowingCode | undefined,
  code: string,
  language: string,
  isOpen: boolean,
): GrowingCode {
  const isDue =
    before === undefined ||
    !isOpen ||
    before.language !== language ||
    code.length < before.highlightedLength ||
    code.length <= shortCode ||
    code.length >= before.highlightedLength * 1.2;
  if (isDue) return { language, lines: highlightLines(code, language), highlightedLength: code.length };

  // The last line of the colored part may have grown since.
  const finished = before.lines.slice(0, lineCount(code.slice(0, before.highlightedLength)) - 1);
  const lines = [...finished, ...plainLines(code).slice(finished.length)];
  return { language, lines, highlightedLength: before.highlightedLength };
}

function lineCount(text: string): number {
  return text.split('\n').length;
}
