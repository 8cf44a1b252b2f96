import MarkdownIt, { type Token } from 'markdown-it';
import { linkTarget } from './linkTarget.ts';

/**
 * Markdown as an answer may use it: CommonMark with tables and bare web addresses. Raw HTML is text, and a link whose
 * target the view would not open is text as well.
 */
const parser = new MarkdownIt({ html: false, linkify: true, typographer: false });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
parser.validateLink = (url) => linkTarget(url) !== undefined;

/** Finds blocks only: an order of magnitude cheaper than the whole. */
const blockParser = new MarkdownIt({ html: false });
blockParser.core.ruler.enableOnly(['normalize', 'block']);

export function parseMarkdown(source: string): Token[] {
  return parser.parse(source, {});
}

/** Offsets at which the top-level blocks of `text` start. */
export function blockStarts(text: string): number[] {
  const lines: number[] = [];
  for (const token of blockParser.parse(text, {})) {
    if (token.level === 0 && token.map !== null && token.nesting >= 0) lines.push(token.map[0]);
  }
  return lineOffsets(text, lines);
}

/** `lines` ascend, from 0. markdown-it counts a line per `\n`, `\r\n` or lone `\r`. */
function lineOffsets(text: string, lines: readonly number[]): number[] {
  const offsets: number[] = [];
  const lineEnd = /\r\n|\n|\r/g;
  let line = 0;
  let offset = 0;
  for (const wanted of lines) {
    while (line < wanted) {
      if (lineEnd.exec(text) === null) return offsets;
      offset = lineEnd.lastIndex;
      line += 1;
    }
    offsets.push(offset);
  }
  return offsets;
}
