import { scanBrackets } from './brackets.ts';
import { fitToRest } from './fitToRest.ts';
import { lineBefore, restOfLine, type Snapshot } from './snapshot.ts';

/** What is left of a suggestion at some cursor. */
export interface Remainder {
  readonly text: string;
  readonly replaceAfter: number;
}

/** The end of the document before a cursor, and the start of it after. */
interface Surroundings {
  readonly uri: string;
  readonly beforeTail: string;
  readonly afterHead: string;
}

type Entry = Surroundings & Remainder;

const keyCharacters = 256;
const defaultCapacity = 250;

/**
 * Suggestions that were made, found again while the user types along them or backspaces into them. The least recently
 * used one goes first.
 *
 * A suggestion belongs to what stood before AND after its cursor. The editor may have closed a bracket or quote behind
 * what was typed of it; that is not taken for a difference.
 */
export class TypeThrough {
  readonly #capacity: number;
  /** In order of use, oldest first. */
  readonly #entries = new Map<string, Entry>();
  #longest = 0;
  /** The one on screen goes before any other that would fit, or the text would change under the user's eyes. */
  #lastServed: Entry | undefined;

  constructor(capacity: number = defaultCapacity) {
    this.#capacity = capacity;
  }

  store(snapshot: Snapshot, { text, replaceAfter }: Remainder): void {
    const entry: Entry = { ...surroundingsOf(snapshot, 0, 0), text, replaceAfter };
    const key = keyOf(entry);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#longest = Math.max(this.#longest, text.length);
    this.#lastServed = entry;
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#capacity && oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Never answers an empty text: a suggestion typed to its end is used up. */
  lookup(snapshot: Snapshot): Remainder | undefined {
    const shown = this.#lastServed === undefined ? undefined : remainderOf(this.#lastServed, snapshot);
    if (shown !== undefined) return shown;
    for (let typed = 0; typed < Math.min(this.#longest, snapshot.before.length + 1); typed++) {
      for (let closed = 0; closed <= Math.min(typed, leadingClosers(snapshot)); closed++) {
        const key = keyOf(surroundingsOf(snapshot, typed, closed));
        const entry = this.#entries.get(key);
        const remainder = entry === undefined ? undefined : remainderAfter(entry, snapshot, typed);
        if (entry === undefined || remainder === undefined) continue;
        this.#entries.delete(key);
        this.#entries.set(key, entry);
        this.#lastServed = entry;
        return remainder;
      }
    }
    return undefined;
  }

  clear(): void {
    this.#entries.clear();
    this.#longest = 0;
    this.#lastServed = undefined;
  }
}

/**
 * Has nothing happened between two moments of a document but typing at the cursor, and closers put behind it by the
 * editor? Then what was typed; else undefined.
 */
export function typedSince(earlier: Snapshot, later: Snapshot): string | undefined {
  const count = later.offset - earlier.offset;
  if (earlier.uri !== later.uri || count < 0 || count > later.before.length) return undefined;
  const typed = later.before.slice(later.before.length - count);
  return isContinued(surroundingsOf(earlier, 0, 0), later, typed) ? typed : undefined;
}

function remainderOf(entry: Entry, snapshot: Snapshot): Remainder | undefined {
  for (let typed = 0; typed < entry.text.length; typed++) {
    const remainder = remainderAfter(entry, snapshot, typed);
    if (remainder !== undefined) return remainder;
  }
  return undefined;
}

/** What remains if the last `count` characters before the cursor are the suggestion's first. */
function remainderAfter(entry: Entry, snapshot: Snapshot, count: number): Remainder | undefined {
  const typed = entry.text.slice(0, count);
  if (entry.uri !== snapshot.uri || !isContinued(entry, snapshot, typed)) return undefined;
  const text = entry.text.slice(count);
  const closed = closedBehind(entry, snapshot, typed) ?? 0;
  if (closed === 0) return text === '' ? undefined : { text, replaceAfter: entry.replaceAfter };
  const fitted = fitToRest(text, lineBefore(snapshot), restOfLine(snapshot).slice(0, closed + entry.replaceAfter));
  return fitted.text === '' ? undefined : fitted;
}

function isContinued(place: Surroundings, snapshot: Snapshot, typed: string): boolean {
  if (!snapshot.before.endsWith(typed)) return false;
  const start = snapshot.before.slice(0, snapshot.before.length - typed.length);
  if (start.slice(-keyCharacters) !== place.beforeTail) return false;
  return closedBehind(place, snapshot, typed) !== undefined;
}

/** How many closers the editor added behind `typed`; undefined when what follows the cursor changed otherwise. */
function closedBehind(place: Surroundings, snapshot: Snapshot, typed: string): number | undefined {
  const owed = scanBrackets(typed).owes;
  for (let count = 0; count <= owed.length; count++) {
    if (snapshot.after.slice(count, count + keyCharacters) !== place.afterHead) continue;
    if (isSubsequence(snapshot.after.slice(0, count), owed)) return count;
  }
  return undefined;
}

function isSubsequence(part: string, whole: string): boolean {
  let next = 0;
  for (const character of whole) if (character === part.charAt(next)) next++;
  return next >= part.length;
}

function leadingClosers(snapshot: Snapshot): number {
  return /^[)}\]"'`]*/.exec(snapshot.after)?.[0].length ?? 0;
}

function surroundingsOf(snapshot: Snapshot, typed: number, closed: number): Surroundings {
  const end = snapshot.before.length - typed;
  return {
    uri: snapshot.uri,
    beforeTail: snapshot.before.slice(Math.max(0, end - keyCharacters), end),
    afterHead: snapshot.after.slice(closed, closed + keyCharacters),
  };
}

function keyOf({ uri, beforeTail, afterHead }: Surroundings): string {
  return `${uri}\0${beforeTail}\0${afterHead}`;
}
