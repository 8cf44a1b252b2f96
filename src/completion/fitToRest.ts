import { isOnlyClosers, openQuoteOf, scanBrackets, startsWithCloser } from './brackets.ts';
import { leadingWhitespace } from './indentation.ts';

export interface Fitted {
  readonly text: string;
  /** How much of the rest of the line the text takes the place of. */
  readonly replaceAfter: number;
}

/**
 * Makes a suggestion and what already stands after the cursor on its line agree, so that neither is said twice: either
 * the text gives up its end (`a, b)` before `)` is `a, b`), or it takes the place of the closers that it already holds
 * (`a, b);` before `)`).
 */
export function fitToRest(text: string, before: string, rest: string): Fitted {
  const standing = rest.trimEnd();
  if (standing === '' || text === '') return { text, replaceAfter: 0 };
  const quote = openQuoteOf(before);
  const overlap = overlapWith(text, standing, quote);
  const isMultiLine = text.includes('\n');
  if (overlap > 0) {
    if (isMultiLine) return { text, replaceAfter: overlap };
    return { text: text.slice(0, text.length - overlap), replaceAfter: 0 };
  }
  const replaceAfter = isOnlyClosers(standing) ? coveredClosers(text, standing, quote) : 0;
  if (replaceAfter === 0 && isMultiLine && startsWithCloser(standing)) {
    // `{|}` continued by a body: the closer goes to a line of its own, as the user would put it.
    return { text: `${text.trimEnd()}\n${leadingWhitespace(before)}`, replaceAfter: 0 };
  }
  return { text, replaceAfter };
}

/** Length of the longest start of `standing` that the text ends with and does not need for itself. */
function overlapWith(text: string, standing: string, quote: string | undefined): number {
  const closes = scanBrackets(text, quote).closes;
  for (let length = Math.min(text.length, standing.length); length > 0; length--) {
    const shared = standing.slice(0, length);
    if (!text.endsWith(shared)) continue;
    const isWorth = length === standing.length || length >= 4 || !/\w/.test(shared);
    if (isWorth && closes.endsWith(closersIn(shared))) return length;
  }
  return 0;
}

/** The brackets and quotes of `shared` that close something, when it begins by closing. */
function closersIn(shared: string): string {
  const run = /^[\s)>}\]"'`:{;,]*/.exec(shared)?.[0] ?? '';
  return run.replaceAll(/[^)}\]"'`]/g, '');
}

/** How far into `standing` the closers go that the text has of its own. */
function coveredClosers(text: string, standing: string, quote: string | undefined): number {
  const owned = scanBrackets(text, quote).closes;
  if (owned === '') return 0;
  let covered = 0;
  let next = 0;
  for (let index = 0; index < standing.length && next < owned.length; index++) {
    const character = standing.charAt(index);
    if (/\s/.test(character)) continue;
    if (character !== owned.charAt(next)) break;
    next++;
    covered = index + 1;
  }
  if (covered === 0) return 0;
  return text.endsWith(standing.slice(covered)) ? standing.length : covered;
}
