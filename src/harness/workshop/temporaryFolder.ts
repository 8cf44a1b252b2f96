import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, realpath } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../sandbox/isRunning.ts';
import { killMarked } from '../sandbox/processTree.ts';
import { removeAll } from './placeFile.ts';

/** One harness's folder for all that it makes. Paths in it are the marks of the processes that it starts without a sandbox. */
export interface TemporaryFolder {
  readonly path: string;
  readonly mark: string;
  dispose(): Promise<void>;
}

const ownerFile = 'owner.json';

/**
 * A new folder below `parent`, after those of harnesses that died have been removed, with what they left running. Only
 * folders of this user on this machine are looked at.
 */
export async function makeTemporaryFolder(parent: string): Promise<TemporaryFolder> {
  const place = join(await realpath(parent), `parity-benchmark-${userInfo().username}`);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  await removeLeftovers(place);
  const path = await mkdtemp(join(place, 'run-'));
  const mark = path;
  writeFileSync(
    join(path, ownerFile),
    JSON.stringify({ pid: process.pid, host: hostname(), birth: birthOf(process.pid) }),
  );
  return {
    path,
    mark,
    async dispose() {
      await killMarked(mark);
      removeAll(path);
    },
  };
}

async function removeLeftovers(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const path = join(place, name);
    if (!name.startsWith('run-') || isOwned(path)) continue;
    await killMarked(path);
    removeAll(path);
  }
}

/** A folder without an owner's name is being made at this moment, or is what is left of one: it goes with the next run. */
function isOwned(path: string): boolean {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(path, ownerFile), 'utf8'));
    if (typeof owner !== 'object' || owner === null) return false;
    const { pid, host, birth } = owner as Record<string, unknown>;
    if (host !== hostname()) return true;
    return typeof pid === 'number' && isRunning(pid) && birth === birthOf(pid);
  } catch {
    return false;
  }
}

/** When a process began, where the system says so: its number may have become another's. */
function birthOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
