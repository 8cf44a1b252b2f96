import { diffArrays } from 'diff';

/** Beyond this many changed lines a file counts as written anew, and nothing in it as added by the commit. */
const maxEditedLines = 1500;

/**
 * Runs of lines that `after` has and `before` has not, in order. A line that the change took from elsewhere in the file, or
 * only indented anew, is none: it is older than the change. `undefined`: too much differs.
 */
export function addedLines(before: string, after: string): readonly (readonly string[])[] | undefined {
  const parts = diffLines(before, after);
  if (parts === undefined) return undefined;
  const removed = new Set(parts.flatMap(({ removed, value }) => (removed ? value.map((line) => line.trim()) : [])));
  const runs: string[][] = [];
  for (const { added, value } of parts) {
    if (!added) continue;
    let run: string[] = [];
    for (const line of value) {
      if (line.trim() === '' || !removed.has(line.trim())) {
        run.push(line);
      } else {
        runs.push(run);
        run = [];
      }
    }
    runs.push(run);
  }
  return runs.filter((run) => run.some((line) => line.trim() !== ''));
}

/** How many lines a change adds and removes; `undefined`: too many to tell. */
export function countChangedLines(before: string, after: string): number | undefined {
  return diffLines(before, after)?.reduce(
    (sum, { added, removed, value }) => sum + (added || removed ? value.length : 0),
    0,
  );
}

interface LinePart {
  readonly added: boolean;
  readonly removed: boolean;
  readonly value: readonly string[];
}

/** What both texts begin and end with is taken off first: most changes are small, and most of the time goes there. */
function diffLines(before: string, after: string): readonly LinePart[] | undefined {
  const old = before.split('\n');
  const now = after.split('\n');
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const oldPart = old.slice(start, old.length - end);
  const nowPart = now.slice(start, now.length - end);
  if (oldPart.length === 0 || nowPart.length === 0) {
    return [
      { added: true, removed: false, value: nowPart },
      { added: false, removed: true, value: oldPart },
    ];
  }
  return diffArrays(oldPart, nowPart, { maxEditLength: maxEditedLines });
}
