/** What systems say about themselves, in their own words. Each function is given the text and knows no system. */

/** Instructions that llama.cpp has code of its own for: x86 first, then ARM. */
const usefulFeatures: ReadonlySet<string> = new Set([
  ...['sse4_2', 'avx', 'f16c', 'fma', 'bmi2', 'avx2', 'avx_vnni', 'avx512f', 'avx512bw', 'avx512_vbmi'],
  ...['avx512_vnni', 'avx512_bf16', 'amx_tile', 'amx_int8'],
  ...['asimd', 'fphp', 'asimdhp', 'asimddp', 'i8mm', 'bf16', 'sve', 'sve2', 'sme'],
]);

export interface CpuInfo {
  readonly model: string | undefined;
  readonly features: readonly string[];
  /** Undefined where the system does not tell which logical cores share one. */
  readonly physicalCores: number | undefined;
}

/** Linux: /proc/cpuinfo. */
export function parseCpuInfo(text: string): CpuInfo {
  const cores = new Set<string>();
  for (const block of text.split(/\n\s*\n/)) {
    const core = valueOf(block, 'core id');
    if (core !== undefined) cores.add(`${valueOf(block, 'physical id') ?? ''} ${core}`);
  }
  const flags = valueOf(text, 'flags') ?? valueOf(text, 'Features') ?? '';
  return {
    model: valueOf(text, 'model name'),
    features: flags.split(/\s+/).filter((flag) => usefulFeatures.has(flag)),
    physicalCores: cores.size === 0 ? undefined : cores.size,
  };
}

function valueOf(text: string, key: string): string | undefined {
  return new RegExp(`^${key}[ \\t]*:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim();
}

/** macOS: what `vm_stat` counts as free, or as freed when it is needed. */
export function parseVmStat(text: string): number | undefined {
  const pageBytes = Number(/page size of (\d+) bytes/.exec(text)?.[1]);
  const pages = ['free', 'inactive', 'speculative', 'purgeable'].map((kind) =>
    Number(new RegExp(`^Pages ${kind}: +(\\d+)`, 'm').exec(text)?.[1] ?? 0),
  );
  const available = pageBytes * pages.reduce((sum, count) => sum + count, 0);
  return available > 0 ? available : undefined;
}

/** macOS: `pmset -g batt`. */
export function parsePmset(text: string): boolean | undefined {
  const source = /drawing from '([^']+)'/.exec(text)?.[1];
  return source === undefined ? undefined : source === 'Battery Power';
}

/** One entry of Linux' /sys/class/power_supply: its files `type`, `status`, `online` and `scope`. */
export interface PowerSupply {
  readonly type: string | undefined;
  readonly status: string | undefined;
  readonly online: string | undefined;
  /** `Device`: the battery of a mouse or a headset. */
  readonly scope: string | undefined;
}

export function isOnBattery(supplies: readonly PowerSupply[]): boolean {
  const own = supplies.filter(({ scope }) => scope !== 'Device');
  const isPluggedIn = own.some(({ type, online }) => type !== 'Battery' && online === '1');
  return !isPluggedIn && own.some(({ type, status }) => type === 'Battery' && status === 'Discharging');
}
