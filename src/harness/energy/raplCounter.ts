import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../../base/disposables.ts';
import type { PowerCounter } from '../../benchmark/running/energyMeter.ts';

export type OpenedCounter =
  | { readonly kind: 'opened'; readonly counter: PowerCounter & Disposable }
  /** `why`: for people; undefined: there is no such thing on this machine. */
  | { readonly kind: 'absent'; readonly why: string | undefined };

export const powercapFolder = '/sys/class/powercap';
/** A counter begins anew after minutes at the earliest: looked at so often, no round is missed. */
const pollMs = 20_000;

interface Domain {
  readonly path: string;
  /** It counts up to this, in microjoules, and begins anew. */
  readonly range: number;
  last: number;
}

/**
 * What processors and their memory count themselves (RAPL, of Intel and AMD alike), see the kernel's
 * Documentation/power/powercap/powercap.rst: `energy_uj` of each package, and of its `dram`. The other parts of a package,
 * and the platform as a whole, would count twice. Since 2020 (CVE-2020-8694) only root reads it unless it is allowed.
 */
export async function openRaplCounter(folder = powercapFolder): Promise<OpenedCounter> {
  const zones = (await namesIn(folder)).filter((name) => /^intel-rapl:\d+(?::\d+)?$/.test(name)).toSorted();
  const domains: Domain[] = [];
  for (const zone of zones) {
    const path = join(folder, zone);
    try {
      const name = (await readFile(join(path, 'name'), 'utf8')).trim();
      if (!/^(?:package-\d+(?:-die-\d+)?|dram)$/.test(name)) continue;
      const range = Number(await readFile(join(path, 'max_energy_range_uj'), 'utf8'));
      domains.push({ path, range, last: readCounter(path) });
    } catch (error) {
      return { kind: 'absent', why: counterProblem(error) };
    }
  }
  if (domains.length === 0) return { kind: 'absent', why: undefined };
  return { kind: 'opened', counter: countDomains(domains) };
}

function countDomains(domains: readonly Domain[]): PowerCounter & Disposable {
  let microjoules = 0;
  let isBroken = false;
  const read = (): number | undefined => {
    try {
      for (const domain of domains) {
        const now = readCounter(domain.path);
        microjoules += countedSince(domain.last, now, domain.range);
        domain.last = now;
      }
    } catch {
      isBroken = true;
    }
    return isBroken ? undefined : microjoules / 1e6;
  };
  const timer = setInterval(read, pollMs);
  timer.unref();
  return { joules: read, dispose: () => clearInterval(timer) };
}

/** At most one round lies between two readings. */
export function countedSince(before: number, after: number, range: number): number {
  return after >= before ? after - before : range - before + after;
}

/** A file of the kernel: it is there at once. */
function readCounter(path: string): number {
  const text = readFileSync(join(path, 'energy_uj'), 'utf8').trim();
  if (!/^\d+$/.test(text)) throw new Error(`${path} counts "${text.slice(0, 40)}"`);
  return Number(text);
}

/** For people, with what to do about it. */
export function counterProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EACCES' || code === 'EPERM'
    ? `the counters in ${powercapFolder} may be read by root only; allow it with: sudo chmod a+r ${powercapFolder}/intel-rapl:*/energy_uj`
    : `the counters in ${powercapFolder} cannot be read`;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
