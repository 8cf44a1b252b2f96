/** What the arithmetic needs of a machine; a probe's result has more. All in bytes. */
export interface FitHardware {
  readonly totalRamBytes: number;
  /** Free now, or freed as soon as it is needed. */
  readonly availableRamBytes: number;
  readonly physicalCores: number;
  readonly gpus: readonly FitGpu[];
  /** On the disk that models are kept on; `undefined`: not known. */
  readonly diskFreeBytes?: number | undefined;
  /** Running on battery now. */
  readonly isOnBattery?: boolean | undefined;
}

export interface FitGpu {
  readonly backend: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** It uses main memory: Apple's chips, and graphics inside a processor. */
  readonly isUnified: boolean;
}

const gib = 1024 ** 3;

/**
 * What the system, VS Code with its language servers and a browser need beside a model: a third of the memory of a small
 * machine, and no more than 10 GiB of a large one.
 */
export function memoryForModels(totalRamBytes: number): number {
  const others = Math.min(10 * gib, Math.max(1.5 * gib, totalRamBytes * 0.3));
  return Math.max(0, totalRamBytes - others);
}

/** The driver, the screen and the engine's own code take this of a graphics card. */
const cardReserveBytes = 0.75 * gib;
/** Apple's default limit for what the GPU may hold of main memory is two thirds to three quarters of it. */
const unifiedShare = 0.7;

/** What all cards together can hold, and whether it comes out of main memory. */
export interface GpuRoom {
  readonly bytes: number;
  readonly isUnified: boolean;
}

/** Cards of their own go before graphics that share main memory: they are several times as fast. */
export function gpuRoom({ gpus, totalRamBytes }: FitHardware): GpuRoom | undefined {
  const cards = gpus.filter(({ isUnified }) => !isUnified);
  const bytes = cards.reduce((sum, { totalBytes }) => sum + Math.max(0, totalBytes - cardReserveBytes), 0);
  if (bytes > 0) return { bytes, isUnified: false };
  const shared = gpus.find(({ isUnified }) => isUnified);
  if (shared === undefined) return undefined;
  return { bytes: Math.min(shared.totalBytes, totalRamBytes * unifiedShare), isUnified: true };
}
