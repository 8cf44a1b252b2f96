import { access, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The top of the repository that `folder` lies in, else the folder itself; links resolved. Runs nothing. */
export async function repositoryRoot(folder: string): Promise<string> {
  const start = await realpath(folder);
  for (let place = start; ; place = dirname(place)) {
    if (await exists(join(place, '.git'))) return place;
    if (dirname(place) === place) return start;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
