import { changedSpan } from './changedSpan.ts';

/**
 * How many UTF-16 units must be inserted, deleted or replaced to turn `a` into `b` (Levenshtein's distance). 32 rows of the
 * table are one step, as bits of a word (Myers 1999, with the blocks of Hyyrö 2003), so the work is about
 * `a.length * b.length / 32`: 10 KB against 10 KB takes some 3 million steps.
 */
export function editDistance(a: string, b: string): number {
  const [before, after] = differingParts(a, b);
  const [rows, columns] = before.length > after.length ? [after, before] : [before, after];
  if (rows === '') return columns.length;

  // What the row above a block's first adds from each column to the next: -1, 0 or 1. Above all rows it is 1.
  const steps = new Int8Array(columns.length).fill(1);
  let distance = 0;
  for (let first = 0; first < rows.length; first += 32) {
    const height = Math.min(32, rows.length - first);
    distance = first + height;
    markUnits(rows, first, height);
    const lastRow = 1 << (height - 1);
    // Rows in which the table grows, and falls, from one to the next.
    let grows = -1;
    let falls = 0;
    for (let column = 0; column < columns.length; column += 1) {
      const step = steps[column] ?? 0;
      const matching = rowsOfUnit[columns.charCodeAt(column)] ?? 0;
      const unchanged = matching | falls;
      const reached = step < 0 ? matching | 1 : matching;
      const diagonal = (((reached & grows) + grows) ^ grows) | reached;
      let growsAcross = falls | ~(diagonal | grows);
      let fallsAcross = grows & diagonal;
      const out = (growsAcross & lastRow) !== 0 ? 1 : (fallsAcross & lastRow) !== 0 ? -1 : 0;
      distance += out;
      steps[column] = out;
      growsAcross = (growsAcross << 1) | (step > 0 ? 1 : 0);
      fallsAcross = (fallsAcross << 1) | (step < 0 ? 1 : 0);
      grows = fallsAcross | ~(unchanged | growsAcross);
      falls = growsAcross & unchanged;
    }
    unmarkUnits(rows, first, height);
  }
  return distance;
}

/** Length of the longest common subsequence, in UTF-16 units, in the same manner (Crochemore et al. 2001). */
export function commonSubsequenceLength(a: string, b: string): number {
  const [before, after] = differingParts(a, b);
  const [rows, columns] = before.length > after.length ? [after, before] : [before, after];
  let length = a.length - before.length;

  // A block's additions carry over into the next one.
  const carries = new Uint8Array(columns.length);
  for (let first = 0; first < rows.length; first += 32) {
    const height = Math.min(32, rows.length - first);
    markUnits(rows, first, height);
    // A row is cleared when the subsequence grows in it.
    let open = -1;
    for (let column = 0; column < columns.length; column += 1) {
      const matching = rowsOfUnit[columns.charCodeAt(column)] ?? 0;
      const sum = (open >>> 0) + ((open & matching) >>> 0) + (carries[column] ?? 0);
      carries[column] = sum > 0xffffffff ? 1 : 0;
      open = sum | (open & ~matching);
    }
    unmarkUnits(rows, first, height);
    for (let row = 0; row < height; row += 1) if ((open & (1 << row)) === 0) length += 1;
  }
  return length;
}

/** Where a unit stands in the block at work, as bits. All zero between blocks. */
const rowsOfUnit = new Int32Array(0x10000);

function markUnits(rows: string, first: number, height: number): void {
  for (let row = 0; row < height; row += 1) {
    const unit = rows.charCodeAt(first + row);
    rowsOfUnit[unit] = (rowsOfUnit[unit] ?? 0) | (1 << row);
  }
}

function unmarkUnits(rows: string, first: number, height: number): void {
  for (let row = 0; row < height; row += 1) rowsOfUnit[rows.charCodeAt(first + row)] = 0;
}

/** Equal ends add nothing to the distance, and all of them are in some longest common subsequence. */
function differingParts(a: string, b: string): readonly [string, string] {
  const { start, endBefore, endAfter } = changedSpan(a, b);
  return [a.slice(start, endBefore), b.slice(start, endAfter)];
}
