import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import { bubblewrapSandbox } from './bubblewrap.ts';
import { findHostPlaces } from './hostPlaces.ts';
import { namespaceSandbox } from './namespaces.ts';
import { plainSandbox } from './plainProcess.ts';
import { runLaunch } from './runLaunch.ts';
import type { Sandbox, SandboxLimits, SandboxPlan } from './sandbox.ts';
import { scrubbedEnvironment } from './scrubbedEnvironment.ts';
import { seatbeltSandbox } from './seatbelt.ts';

export type SandboxLevel = SandboxDescription['level'];

export interface SandboxSearch {
  /** Tried in this order. `none` always works. */
  readonly levels: readonly SandboxLevel[];
  readonly limits: SandboxLimits;
  /** Programs that a virtual environment refers to. */
  readonly programs: readonly string[];
  /** For the trials; deleted afterwards. */
  readonly temporaryFolder: string;
}

export const automaticLevels: readonly SandboxLevel[] = ['bubblewrap', 'unshare', 'sandbox-exec', 'none'];

/** The first level that works here: each is tried with a command that looks whether it is kept in. */
export async function detectSandbox(search: SandboxSearch, signal: AbortSignal): Promise<Sandbox> {
  const shortfalls: string[] = [];
  const places = await findHostPlaces({ path: process.env['PATH'] ?? '', home: homedir() }, search.programs);
  const limits = { memoryBytes: search.limits.memoryBytes, processes: search.limits.processes };
  for (const level of search.levels) {
    if (level === 'none' || level === 'container') continue;
    for (const overlays of [true, false]) {
      const shortfall = [...shortfalls, ...(overlays ? [] : ['dependencies cannot be written to'])].join('; ');
      const description: SandboxDescription = {
        ...{ level, isOffline: true, isContained: true, ...limits },
        ...(shortfall === '' ? {} : { shortfall }),
      };
      const sandbox =
        level === 'bubblewrap'
          ? bubblewrapSandbox({ places, overlays, description })
          : level === 'unshare'
            ? namespaceSandbox({ places, overlays, description })
            : seatbeltSandbox({ places, description });
      if (await worksHere(sandbox, search, signal)) return sandbox;
    }
    shortfalls.push(`${level} does not work here`);
  }
  const shortfall = [...shortfalls, 'commands run as the user does'].join('; ');
  return plainSandbox({
    level: 'none',
    isOffline: false,
    isContained: false,
    ...limits,
    processes: undefined,
    shortfall,
  });
}

/** Writes in the copy and over a dependency, and can write nowhere else. */
const trial = `
echo written > inside || exit 11
echo written > node_modules/file || test "$1" != true || exit 12
if (echo written > /usr/parity-trial) 2>/dev/null; then exit 13; fi
exit 0
`;

async function worksHere(sandbox: Sandbox, search: SandboxSearch, signal: AbortSignal): Promise<boolean> {
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
      argv: ['sh', '-c', trial, 'sh', String(sandbox.description.shortfall?.includes('dependencies') !== true)],
      environment: scrubbedEnvironment(process.env, sandbox.privatePlaces(scratchFolder)),
      limits: search.limits,
    };
    const bounds = { timeoutMs: 10_000, outputBytes: 4000, excess: () => Promise.resolve(undefined) };
    const end = await runLaunch(sandbox.launch(plan), { bounds, mark: undefined }, signal);
    return end.kind === 'exited' && end.exitCode === 0;
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
