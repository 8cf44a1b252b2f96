import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { bundleFile } from '../bundleFile.ts';
import type { Dialogue } from '../engine/dialogue.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles a program of the tests, or the worker, as of a build of this name. Gives its path. */
export async function bundleAs(build: string, entry: string): Promise<string> {
  const name = `${entry.replaceAll(/[^a-zA-Z]/g, '-')}-${build.replaceAll(/[^0-9a-z]/g, '-')}.mjs`;
  const outfile = join(root, 'out', 'test', name);
  await bundleFile(outfile, {
    entryPoints: [join(root, entry)],
    external: ['node-llama-cpp'],
    define: { PARITY_BUILD: JSON.stringify(build) },
  });
  return outfile;
}

export interface SharedPlace {
  /** What `XDG_RUNTIME_DIR` is in the environment of windows and engines. */
  readonly runtimeFolder: string;
  /** Names of what is in the folder of the sockets, but for the token. */
  leftovers(): readonly string[];
}

/** A place for the sockets of one test file, short enough for a path of a socket. */
export function sharedPlace(): SharedPlace {
  const runtimeFolder = mkdtempSync(join(tmpdir(), 'parity-run-'));
  const sockets = join(runtimeFolder, 'parity');
  mkdirSync(sockets, { mode: 0o700 });
  afterAll(() => rmSync(runtimeFolder, { recursive: true, force: true }));
  return { runtimeFolder, leftovers: () => readdirSync(sockets).filter((name) => name !== 'token') };
}

/** Writes a dialogue for the scripted worker and gives the environment that names it. */
export function scriptedEnvironment(
  { runtimeFolder }: SharedPlace,
  dialogue: Dialogue,
  times: Readonly<Record<string, number>> = {},
): Record<string, string> {
  const script = join(runtimeFolder, 'dialogue.json');
  writeFileSync(script, JSON.stringify(dialogue));
  return { XDG_RUNTIME_DIR: runtimeFolder, PARITY_SCRIPT: script, PARITY_SHARING_TIMES: JSON.stringify(times) };
}

/**
 * Has it memory? One that is on its way out gives that back first and closes its sockets then: between the two, and until
 * its parent takes notice of its end, it is still listed.
 */
export function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout) > 0;
}
