/**
 * Matches paths against a glob in time proportional to both lengths, whatever the glob: it comes from a model and runs
 * in the extension host, where a regular expression made from it could hang.
 *
 * `*` and `?` stay within a segment, `**` spans segments, `{a,b}` are alternatives, `[a-z]` and `[!a]` are sets. A glob
 * without `/` matches names at any depth, one that ends in `/` everything below, as in Git's ignore files. `relativePath`s use `/`.
 */
export function globMatcher(glob: string): (relativePath: string) => boolean {
  const patterns = alternatives(glob.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '')).map((pattern) => {
    const spanning = pattern.endsWith('/') ? `${pattern}**` : pattern;
    const anchored = spanning.includes('/') ? spanning : `**/${spanning}`;
    return anchored.split('/').map((segment) => (segment === '**' ? segment : parseSegment(segment)));
  });
  return (relativePath) => {
    const segments = relativePath.split('/').map((segment) => [...segment]);
    return patterns.some((pattern) => matches(pattern, segments, isWild, matchesSegment));
  };
}

type SegmentPattern = '**' | readonly Piece[];
type Piece = '*' | ((character: string) => boolean);

const isWild = (part: SegmentPattern): part is '**' => part === '**';

/** The usual two-pointer match with one point of return: the last wildcard. */
function matches<Part, Item>(
  pattern: readonly Part[],
  items: readonly Item[],
  isWildcard: (part: Part) => boolean,
  matchesOne: (part: Part, item: Item) => boolean,
): boolean {
  let partIndex = 0;
  let itemIndex = 0;
  let wildcard: { partIndex: number; itemIndex: number } | undefined;
  while (itemIndex < items.length) {
    const part = pattern[partIndex];
    const item = items[itemIndex];
    if (part !== undefined && isWildcard(part)) {
      wildcard = { partIndex, itemIndex };
      partIndex += 1;
    } else if (part !== undefined && item !== undefined && matchesOne(part, item)) {
      partIndex += 1;
      itemIndex += 1;
    } else if (wildcard !== undefined) {
      wildcard.itemIndex += 1;
      itemIndex = wildcard.itemIndex;
      partIndex = wildcard.partIndex + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(partIndex).every(isWildcard);
}

function matchesSegment(pattern: SegmentPattern, characters: readonly string[]): boolean {
  if (pattern === '**') return true;
  return matches<Piece, string>(
    pattern,
    characters,
    (piece) => piece === '*',
    (piece, character) => piece !== '*' && piece(character),
  );
}

function parseSegment(segment: string): Piece[] {
  const pieces: Piece[] = [];
  for (const token of segment.match(/\*+|\[[^\]]+\]|./gsu) ?? []) {
    if (token.startsWith('*')) pieces.push('*');
    else if (token === '?') pieces.push(() => true);
    else if (token.length > 2 && token.startsWith('[')) pieces.push(parseSet(token.slice(1, -1)));
    else pieces.push((character) => character === token);
  }
  return pieces;
}

function parseSet(set: string): (character: string) => boolean {
  const isNegated = set.startsWith('!') || set.startsWith('^');
  const ranges = (isNegated ? set.slice(1) : set).match(/.-.|./gsu) ?? [];
  const isInSet = (character: string): boolean =>
    ranges.some((range) => {
      const [first = '', , last = first] = range;
      return character >= first && character <= last;
    });
  return (character) => isInSet(character) !== isNegated;
}

const maxAlternatives = 64;

/** `a.{ts,{js,jsx}}` as the globs it stands for. Beyond the limit, and when a brace is not closed, braces are plain characters. */
function alternatives(glob: string): string[] {
  const done: string[] = [];
  const pending = [glob];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const braces = /^(.*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(next);
    if (braces === null) {
      done.push(next);
      continue;
    }
    const [, before = '', inside = '', after = ''] = braces;
    pending.push(...inside.split(',').map((choice) => `${before}${choice}${after}`));
    if (pending.length + done.length > maxAlternatives) return [glob];
  }
  return done;
}
