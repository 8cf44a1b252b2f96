import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';

/** Where what belongs to one repository is kept: in the extension's own storage, never in the workspace. */
export interface BenchmarkFolders {
  readonly repository: string;
  /** A folder for each task set: `tasks.jsonl` once it is whole, and what admission has decided so far. */
  readonly sets: string;
  /** A folder for each run, as the command line keeps them. */
  readonly runs: string;
}

/** `root`: absolute path of the repository with links resolved. Two repositories of one name are kept apart. */
export function benchmarkFolders(storage: string, root: string): BenchmarkFolders {
  const name = basename(root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const repository = join(storage, 'benchmarks', name === '' ? digest : `${name}-${digest}`);
  return { repository, sets: join(repository, 'sets'), runs: join(repository, 'runs') };
}

/** Sorts by time as text: `20261124-223000-5f3a`. Fits the id of a run. */
export function newId(now: Date, random: string): string {
  const time = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${time}-${random.slice(0, 4)}`;
}
