const closerOf: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closers: ReadonlySet<string> = new Set(closerOf.values());
const quotes: ReadonlySet<string> = new Set(['"', "'", '`']);

export interface BracketScan {
  /** The closers in the text that close what was opened before it, in order. */
  readonly closes: string;
  /** The closers still owed for what the text opened, innermost first. */
  readonly owes: string;
}

/**
 * Pairs the brackets and quotes of a piece of code, without knowing its language: what a quote holds is skipped, and
 * a `'` or `"` that is not closed by the end of its line is taken for an apostrophe.
 *
 * `quote`: the quote the text starts inside of, if any.
 */
export function scanBrackets(text: string, quote?: string): BracketScan {
  const owed: string[] = [];
  let closes = '';
  let openQuote = quote;
  let isInherited = quote !== undefined;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (openQuote !== undefined) {
      if (character === '\\') index++;
      else if (character === openQuote) {
        if (isInherited) closes += character;
        openQuote = undefined;
        isInherited = false;
      } else if (character === '\n' && openQuote !== '`') {
        openQuote = undefined;
        isInherited = false;
      }
      continue;
    }
    const closer = closerOf.get(character);
    if (closer !== undefined) owed.push(closer);
    else if (quotes.has(character)) openQuote = character;
    else if (closers.has(character)) {
      if (owed.at(-1) === character) owed.pop();
      else closes += character;
    }
  }
  const owedQuote = openQuote !== undefined && !isInherited ? openQuote : '';
  return { closes, owes: owedQuote + owed.reverse().join('') };
}

/** The quote that `line` leaves open at its end. */
export function openQuoteOf(line: string): string | undefined {
  const first = scanBrackets(line).owes.charAt(0);
  return quotes.has(first) ? first : undefined;
}

/** Is this all that may stand after the cursor for a suggestion to be welcome unasked: closers and one mark? */
export function isOnlyClosers(rest: string): boolean {
  return /^\s*[)>}\]"'`]*\s*[:{;,]?\s*$/.test(rest);
}

/** Does the line, its indentation aside, begin by closing something? */
export function startsWithCloser(line: string): boolean {
  return closers.has(line.trimStart().charAt(0));
}
