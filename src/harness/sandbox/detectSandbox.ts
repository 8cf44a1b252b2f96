import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import { bubblewrapSandbox } from './bubblewrap.ts';
import type { GroupPlace } from './controlGroup.ts';
import { findHostPlaces } from './hostPlaces.ts';
import { namespaceSandbox } from './namespaces.ts';
import { plainSandbox } from './plainProcess.ts';
import { runLaunch } from './runLaunch.ts';
import type { Sandbox, SandboxLimits, SandboxPlan } from './sandbox.ts';
import { scrubbedEnvironment } from './scrubbedEnvironment.ts';
import { seatbeltSandbox } from './seatbelt.ts';
import { trustedPath } from './trustedPath.ts';

export type SandboxLevel = SandboxDescription['level'];

export interface SandboxSearch {
  /** Tried in this order. `none` always works. */
  readonly levels: readonly SandboxLevel[];
  readonly limits: SandboxLimits;
  /** Programs that a virtual environment refers to. */
  readonly programs: readonly string[];
  readonly groupPlace: GroupPlace | undefined;
  /** For the trials; deleted afterwards. */
  readonly temporaryFolder: string;
}

export const automaticLevels: readonly SandboxLevel[] = ['bubblewrap', 'unshare', 'sandbox-exec', 'none'];

/** The first level that works here: each is tried with a command that looks whether it is kept in. */
export async function detectSandbox(search: SandboxSearch, signal: AbortSignal): Promise<Sandbox> {
  const shortfalls: string[] = [];
  const places = await findHostPlaces({ path: process.env['PATH'] ?? '', home: homedir() }, search.programs);
  const limits = { memoryBytes: search.limits.memoryBytes, processes: search.limits.processes };
  // The administrator's processes are limited by groups alone; without, they are ended after they were too many.
  if (search.groupPlace === undefined && process.getuid?.() === 0) {
    shortfalls.push('processes are counted now and then, not limited');
  }
  for (const level of search.levels) {
    if (level === 'none') continue;
    for (const overlays of [true, false]) {
      const make = (more: readonly string[]): Sandbox => {
        const shortfall = [...shortfalls, ...(overlays ? [] : ['dependencies cannot be written to']), ...more].join(
          '; ',
        );
        const description: SandboxDescription = {
          ...{ level, isOffline: true, isContained: true, ...limits },
          ...(shortfall === '' ? {} : { shortfall }),
        };
        switch (level) {
          case 'bubblewrap':
            return bubblewrapSandbox({ places, overlays, description });
          case 'unshare':
            return namespaceSandbox({ places, overlays, description });
          case 'sandbox-exec':
            return seatbeltSandbox({ places, description });
        }
      };
      const output = await tryOut(make([]), { search, writesOver: overlays }, signal);
      if (output !== undefined)
        return make(output.includes('loopback') ? [] : ['tests cannot reach servers of their own']);
    }
    shortfalls.push(`${level} does not work here`);
  }
  const shortfall = [...shortfalls, 'commands run as the user does'].join('; ');
  return plainSandbox({
    level: 'none',
    isOffline: false,
    isContained: false,
    ...limits,
    processes: search.groupPlace === undefined ? undefined : limits.processes,
    shortfall,
  });
}

/** Writes in the copy and over a dependency, can write nowhere else, and says whether it can reach itself by network. */
const trial = `
echo written > inside || exit 11
echo written > node_modules/file || test "$1" != true || exit 12
if (echo written > /usr/parity-trial) 2>/dev/null; then exit 13; fi
if ! test -e /proc/net/fib_trie || grep -q 127.0.0.1 /proc/net/fib_trie; then echo loopback; fi
exit 0
`;

/** What the trial wrote; `undefined`: the sandbox does not work. */
async function tryOut(
  sandbox: Sandbox,
  { search, writesOver }: { readonly search: SandboxSearch; readonly writesOver: boolean },
  signal: AbortSignal,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(search.temporaryFolder, 'trial-'));
  try {
    const copyFolder = join(folder, 'copy');
    const scratchFolder = join(folder, 'scratch');
    const source = join(folder, 'node_modules');
    await makeScratch(scratchFolder, 1);
    await mkdir(join(copyFolder, 'node_modules'), { recursive: true });
    await mkdir(source);
    const plan: SandboxPlan = {
      copyFolder,
      scratchFolder,
      root: sandbox.visibleRoot(undefined) ?? copyFolder,
      directory: '.',
      dependencies: [{ path: 'node_modules', source }],
      argv: ['sh', '-c', trial, 'sh', String(writesOver)],
      environment: scrubbedEnvironment(process.env, sandbox.privatePlaces(scratchFolder)),
      searchPath: trustedPath,
      limits: search.limits,
    };
    const bounds = { timeoutMs: 10_000, outputBytes: 4000, excess: () => Promise.resolve(undefined) };
    const end = await runLaunch(sandbox.launch(plan), { bounds, mark: undefined, group: undefined }, signal);
    return end.kind === 'exited' && end.exitCode === 0 ? end.output : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The private folders of a copy; see {@link SandboxPlan}. */
export async function makeScratch(folder: string, layers: number): Promise<void> {
  for (const name of ['home', 'tmp', 'tree']) await mkdir(join(folder, name), { recursive: true });
  for (let index = 0; index < layers; index += 1) {
    for (const name of ['upper', 'work']) await mkdir(join(folder, 'layers', String(index), name), { recursive: true });
  }
}
