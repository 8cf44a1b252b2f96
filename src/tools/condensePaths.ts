export interface CondensedPaths {
  /** A path, or `folder/ (12 files)` for all the files below a folder. */
  readonly rows: readonly string[];
  readonly isCondensed: boolean;
  /** Rows that did not fit even so. */
  readonly leftOut: number;
}

/** Shows a long list of paths in at most `maxRows` rows: as deep into the folders as fits, from the top. */
export function condensePaths(paths: readonly string[], maxRows: number): CondensedPaths {
  if (paths.length <= maxRows) return { rows: paths, isCondensed: false, leftOut: 0 };
  const firstDepth = startDepth(paths);
  const deepest = paths.reduce((depth, path) => Math.max(depth, path.split('/').length), 1);
  let best = rowsAtDepth(paths, firstDepth);
  for (let depth = firstDepth + 1; depth < deepest; depth += 1) {
    const rows = rowsAtDepth(paths, depth);
    if (rows.length > maxRows) break;
    best = rows;
  }
  return { rows: best.slice(0, maxRows), isCondensed: true, leftOut: Math.max(0, best.length - maxRows) };
}

/** The first depth at which the paths part: a folder that holds everything says nothing. */
function startDepth(paths: readonly string[]): number {
  const first = (paths[0] ?? '').split('/');
  let shared = 0;
  while (shared < first.length - 1) {
    const prefix = `${first.slice(0, shared + 1).join('/')}/`;
    if (!paths.every((path) => path.startsWith(prefix))) break;
    shared += 1;
  }
  return shared + 1;
}

function rowsAtDepth(paths: readonly string[], depth: number): string[] {
  const countByRow = new Map<string, number>();
  for (const path of paths) {
    const segments = path.split('/');
    const row = segments.length <= depth ? path : `${segments.slice(0, depth).join('/')}/`;
    countByRow.set(row, (countByRow.get(row) ?? 0) + 1);
  }
  return [...countByRow].map(([row, count]) =>
    row.endsWith('/') ? `${row} (${count} ${count === 1 ? 'file' : 'files'})` : row,
  );
}
