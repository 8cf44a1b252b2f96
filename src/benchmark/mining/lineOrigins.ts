import { addedLines } from './addedLines.ts';

/** One commit's change of one file. */
export interface FileVersion {
  readonly commit: CommitOrigin;
  readonly before: string;
  readonly after: string;
}

export interface CommitOrigin {
  readonly id: string;
  /** ISO 8601: when it was written. */
  readonly date: string;
}

/**
 * Which commit each line of a file comes from, as far as it was added by one of `versions` (newest first) and still stands;
 * `undefined` for the others. Found by content: a line that is unique in the file marks the place, and those around it that
 * are alike on both sides go with it. So the branches that a history took do not matter. Asks for no older version once
 * each line has its commit.
 */
export async function lineOrigins(
  text: string,
  versions: AsyncIterable<FileVersion> | Iterable<FileVersion>,
): Promise<(CommitOrigin | undefined)[]> {
  const lines = text.split('\n');
  const places = new Map<string, number>();
  lines.forEach((line, index) => places.set(line, places.has(line) ? -1 : index));
  const origins: (CommitOrigin | undefined)[] = lines.map(() => undefined);
  let openCount = lines.filter((line) => line.trim() !== '').length;

  function claim(run: readonly string[], commit: CommitOrigin): void {
    run.forEach((line, runIndex) => {
      const place = line.trim() === '' ? -1 : (places.get(line) ?? -1);
      if (place < 0 || origins[place] !== undefined) return;
      for (const step of [1, -1]) {
        for (let offset = step === 1 ? 0 : -1; ; offset += step) {
          const index = place + offset;
          const standing = run[runIndex + offset];
          if (standing === undefined || lines[index] !== standing || origins[index] !== undefined) break;
          origins[index] = commit;
          if (standing.trim() !== '') openCount -= 1;
        }
      }
    });
  }

  for await (const { commit, before, after } of versions) {
    for (const run of addedLines(before, after) ?? []) claim(run, commit);
    if (openCount === 0) break;
  }
  return origins;
}
