export interface ChangedSpan {
  /** Both texts are the same up to here. */
  readonly start: number;
  /** And from here on, each in its own offsets. */
  readonly endBefore: number;
  readonly endAfter: number;
}

/** The one stretch in which two texts differ, never cutting a line end or a character in two. */
export function changedSpan(before: string, after: string): ChangedSpan {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  while (start > 0 && (isInside(before, start) || isInside(after, start))) start -= 1;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1;
  }
  while (tail > 0 && (isInside(before, before.length - tail) || isInside(after, after.length - tail))) tail -= 1;
  return { start, endBefore: before.length - tail, endAfter: after.length - tail };
}

/** Does `offset` lie between `\r` and `\n`, or between the halves of a surrogate pair? */
function isInside(text: string, offset: number): boolean {
  return /^(?:\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(text.slice(offset - 1, offset + 1));
}
