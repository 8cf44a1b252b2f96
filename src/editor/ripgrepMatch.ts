import * as z from 'zod';

/** One line of `rg --json` that reports a match; lengths in bytes of UTF-8. Text that is not UTF-8 has `bytes` instead. */
const matchSchema = z.object({
  type: z.literal('match'),
  data: z.object({
    path: z.object({ text: z.string() }),
    lines: z.object({ text: z.string() }),
    line_number: z.number(),
    submatches: z.array(z.object({ start: z.number() })),
  }),
});

export type RipgrepMessage =
  | { readonly kind: 'match'; readonly path: string; readonly line: number; readonly text: string }
  /** The last one: the search ran to its end. */
  | { readonly kind: 'summary' }
  | { readonly kind: 'other' };

const charactersBefore = 80;
const maxCharacters = 400;

export function ripgrepMessage(line: string): RipgrepMessage {
  // Cheaper than parsing each: a search reports every file it enters.
  if (line.startsWith('{"data":{"elapsed') || line.endsWith('"type":"summary"}')) return { kind: 'summary' };
  if (!line.startsWith('{"type":"match"')) return { kind: 'other' };
  const parsed = matchSchema.safeParse(JSON.parse(line));
  if (!parsed.success) return { kind: 'other' };
  const { path, lines, line_number, submatches } = parsed.data.data;
  const text = lines.text.replace(/\r?\n$/, '');
  return { kind: 'match', path: path.text, line: line_number, text: aroundMatch(text, submatches[0]?.start ?? 0) };
}

/** A line of a minified file may be a megabyte long: only what is around the match is of use. */
function aroundMatch(text: string, startByte: number): string {
  if (text.length <= maxCharacters) return text;
  const start = Buffer.from(text).subarray(0, startByte).toString().length - charactersBefore;
  return start <= 0 ? text.slice(0, maxCharacters) : `…${text.slice(start, start + maxCharacters)}`;
}
