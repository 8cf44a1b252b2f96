import { realpath } from 'node:fs/promises';
import { type GitPlace, gitText } from './gitProcess.ts';

/**
 * How many commits, merges left out, led to what is checked out in `folder` since a day (`YYYY-MM-DD`). Undefined where
 * that cannot be told: no repository, no git, nothing committed.
 */
export async function countCommits(folder: string, since: string, signal: AbortSignal): Promise<number | undefined> {
  const place: GitPlace = { folder: await realpath(folder), program: 'git' };
  try {
    const command = ['rev-list', '--count', '--no-merges', `--since=${since}T00:00:00Z`, 'HEAD', '--'];
    const count = Number(await gitText(place, command, signal));
    return Number.isInteger(count) ? count : undefined;
  } catch {
    return undefined;
  }
}
