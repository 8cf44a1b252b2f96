import type { GpuBackend, GpuChoice, GpuFallback, GpuFallbackCause } from '../engine/localPlace.ts';

/** What a trial in a process of its own showed. `gpu` is missing where nothing was tried. */
export type GpuTrial = { readonly kind: 'works'; readonly gpu?: TriedGpu } | GpuFallbackCause;

export interface TriedGpu {
  /** Of all cards that the engine would use. */
  readonly name: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** It uses main memory. */
  readonly isUnified: boolean;
}

export interface GpuPorts {
  /** `platform-arch` of Node. */
  readonly platform: string;
  /** Best first. */
  readonly supported: readonly GpuBackend[];
  isInstalled(backend: GpuBackend): boolean;
  tryGpu(backend: GpuBackend, signal: AbortSignal): Promise<GpuTrial>;
}

export interface ChosenGpu {
  readonly backend: GpuBackend | undefined;
  readonly fallback?: GpuFallback;
}

/**
 * What to run on, and why it is not what was asked for. `auto` without any GPU engine among Parity's files is no
 * fallback: nothing was to be expected. `broken`: what has ended an engine's process before, and is not tried again.
 */
export async function chooseGpu(
  asked: GpuChoice,
  broken: GpuFallback | undefined,
  ports: GpuPorts,
  signal: AbortSignal,
): Promise<ChosenGpu> {
  if (asked === 'off') return { backend: undefined };
  if (asked === 'auto') {
    let firstFailure: GpuFallback | undefined;
    for (const backend of ports.supported.filter((candidate) => ports.isInstalled(candidate))) {
      const trial = broken?.backend === backend ? broken.cause : await ports.tryGpu(backend, signal);
      if (trial.kind === 'works') return { backend };
      firstFailure ??= { backend, cause: trial };
    }
    return { backend: undefined, ...(firstFailure === undefined ? {} : { fallback: firstFailure }) };
  }
  const cause = await whyNot(asked, broken, ports, signal);
  return cause === undefined ? { backend: asked } : { backend: undefined, fallback: { backend: asked, cause } };
}

async function whyNot(
  backend: GpuBackend,
  broken: GpuFallback | undefined,
  ports: GpuPorts,
  signal: AbortSignal,
): Promise<GpuFallbackCause | undefined> {
  if (!ports.supported.includes(backend)) return { kind: 'not-supported-here', platform: ports.platform };
  if (!ports.isInstalled(backend)) return { kind: 'not-installed' };
  if (broken?.backend === backend) return broken.cause;
  const trial = await ports.tryGpu(backend, signal);
  return trial.kind === 'works' ? undefined : trial;
}
