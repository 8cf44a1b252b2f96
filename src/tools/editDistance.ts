/**
 * How many characters must be inserted, deleted or replaced to turn `a` into `b` (Levenshtein's distance), or
 * `limit + 1` when it is more than `limit`. Only the band of the table that `limit` allows is computed (Ukkonen 1985),
 * so the work is at most `(2 * limit + 1) * a.length`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  const tooFar = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return tooFar;
  if (a === b) return 0;
  let above = Uint32Array.from({ length: b.length + 1 }, (_, column) => Math.min(column, tooFar));
  let current = new Uint32Array(b.length + 1);
  for (let row = 1; row <= a.length; row += 1) {
    const first = Math.max(1, row - limit);
    const last = Math.min(b.length, row + limit);
    let best = (current[first - 1] = first === 1 ? Math.min(row, tooFar) : tooFar);
    for (let column = first; column <= last; column += 1) {
      const replaced = at(above, column - 1) + (a.charCodeAt(row - 1) === b.charCodeAt(column - 1) ? 0 : 1);
      const deleted = column === row + limit ? tooFar : at(above, column) + 1;
      const distance = Math.min(replaced, deleted, at(current, column - 1) + 1, tooFar);
      current[column] = distance;
      best = Math.min(best, distance);
    }
    if (best > limit) return tooFar;
    [above, current] = [current, above];
  }
  return at(above, b.length);
}

function at(row: Uint32Array, column: number): number {
  return row[column] ?? 0;
}
