import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Libc } from './systemRows.ts';

const run = promisify(execFile);

/** Asks the system, in a process of its own: Node's own report may look up names on the network first. */
export async function findLibc(signal: AbortSignal): Promise<Libc> {
  if (await isMusl()) return { kind: 'musl' };
  try {
    const { stdout } = await run('getconf', ['GNU_LIBC_VERSION'], { signal });
    const version = /^glibc (\d+\.\d+)/.exec(stdout)?.[1];
    return version === undefined ? { kind: 'unknown' } : { kind: 'glibc', version };
  } catch {
    return { kind: 'unknown' };
  }
}

async function isMusl(): Promise<boolean> {
  const libraries = await readdir('/lib').catch(() => []);
  const has = (prefix: string): boolean => libraries.some((name) => name.startsWith(prefix));
  // Debian's package `musl` puts one of these beside glibc.
  return has('ld-musl-') && !has('ld-linux') && !has('x86_64-linux-gnu');
}
