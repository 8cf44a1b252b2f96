import { statfs } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { measureTree } from '../sandbox/processTree.ts';
import type { SandboxLimits } from '../sandbox/sandbox.ts';

/**
 * Has the whole machine as many processes and threads more than at the start as one run may have? One short file tells it,
 * where counting those of the run takes long. See proc_loadavg(5).
 */
export function manyMore(processes: number): () => boolean {
  let fewest = Number.POSITIVE_INFINITY;
  return () => {
    const now = countTasks();
    fewest = Math.min(fewest, now);
    if (now - fewest <= processes) return false;
    // Others start processes as well.
    fewest = now;
    return true;
  };
}

function countTasks(): number {
  try {
    return Number(/\/(\d+) /.exec(readFileSync('/proc/loadavg', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Says what of the limits a run has gone beyond. Free space on the disk is the cheap sign to look closer. */
export function excessOf(
  limits: SandboxLimits,
  { folders, mark }: { readonly folders: readonly [string, ...string[]]; readonly mark: string | undefined },
): (pid: number) => Promise<string | undefined> {
  let freeAtStart: number | undefined;
  return async (pid) => {
    const { processes, memoryBytes } = await measureTree({ pid, mark, limit: limits.processes });
    if (processes > limits.processes) return `[ended: more than ${limits.processes} processes or threads]`;
    if (memoryBytes > limits.memoryBytes) return `[ended: more than ${limits.memoryBytes} bytes of memory]`;
    const disk = await statfs(folders[0]).catch(() => undefined);
    if (disk === undefined) return undefined;
    const free = disk.bavail * disk.bsize;
    freeAtStart ??= free;
    if (freeAtStart - free < limits.diskBytes) return undefined;
    const used = await bytesBelow(folders, limits.diskBytes);
    if (used > limits.diskBytes) return `[ended: more than ${limits.diskBytes} bytes on the disk]`;
    // Others use the disk as well.
    freeAtStart = free;
    return undefined;
  };
}

async function bytesBelow(folders: readonly string[], enough: number): Promise<number> {
  const pending = [...folders];
  let bytes = 0;
  for (let folder = pending.pop(); folder !== undefined && bytes <= enough; folder = pending.pop()) {
    for (const path of entriesOf(folder)) {
      try {
        const found = lstatSync(path);
        bytes += found.blocks * 512;
        if (found.isDirectory()) pending.push(path);
      } catch {
        // Gone meanwhile.
      }
    }
    await setImmediate();
  }
  return bytes;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
