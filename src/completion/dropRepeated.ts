/**
 * Cuts the lines at the end of `text` that only say again what follows the cursor's line, and answers '' when nothing
 * else is left. `before` is the cursor's line up to the cursor, `rest` what will stand behind the text on its last line,
 * `following` the next non-blank lines of the document.
 */
export function dropRepeatedFollowing(
  text: string,
  before: string,
  rest: string,
  following: readonly string[],
): string {
  const lines = (before + text + rest).split('\n');
  for (;;) {
    trimBlankEnd(lines);
    const count = repeatedLines(lines, following);
    if (count === 0) break;
    // What stands behind the text belongs to its last line: that line can go only together with all the others.
    if (rest.trim() !== '' && count < lines.length) break;
    lines.splice(lines.length - count);
    if (lines.length === 0) return '';
  }
  const joined = lines.join('\n');
  const withoutRest = rest !== '' && joined.endsWith(rest) ? joined.slice(0, joined.length - rest.length) : joined;
  return withoutRest.slice(before.length);
}

/** Does all of it only say again the lines just before the cursor's? */
export function repeatsPreceding(text: string, before: string, rest: string, preceding: readonly string[]): boolean {
  const lines = (before + text + rest).split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0 || lines.length > preceding.length) return false;
  if (!lines.some((line) => /\w{2}/.test(line))) return false;
  const last = preceding.slice(-lines.length);
  return lines.every((line, index) => line.trim() === last[index]?.trim());
}

/** How many lines at the end are the first of `following`: the largest such number. */
function repeatedLines(lines: readonly string[], following: readonly string[]): number {
  for (let count = Math.min(lines.length, following.length); count > 0; count--) {
    const end = lines.slice(lines.length - count);
    if (end.every((line, index) => isSameLine(line, following[index] ?? ''))) return count;
  }
  return 0;
}

/** A bare closer means something else at another depth; a line with words in it does not. */
function isSameLine(one: string, other: string): boolean {
  if (one.trimEnd() === other.trimEnd()) return true;
  const text = one.trim();
  return text.length >= 8 && /\w{3}/.test(text) && text === other.trim();
}

function trimBlankEnd(lines: string[]): void {
  while (lines.length > 1 && (lines.at(-1) ?? '').trim() === '') lines.pop();
}
