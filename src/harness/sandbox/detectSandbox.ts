import { homedir } from 'node:os';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import { bubblewrapSandbox } from './bubblewrap.ts';
import type { GroupPlace } from './controlGroup.ts';
import { findHostPlaces } from './hostPlaces.ts';
import { namespaceSandbox } from './namespaces.ts';
import { plainSandbox } from './plainProcess.ts';
import type { Sandbox, SandboxLimits } from './sandbox.ts';
import { seatbeltSandbox } from './seatbelt.ts';
import { tryOut } from './tryOut.ts';

/** What a system offers by itself. */
export type SandboxLevel = Exclude<SandboxDescription['level'], 'container'>;

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
      const end = await tryOut(make([]), { ...search, timeoutMs: 10_000, writesOver: overlays }, signal);
      if (end.works) return make(end.canReachItself ? [] : ['tests cannot reach servers of their own']);
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
