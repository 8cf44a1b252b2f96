import type { FitGpu, FitHardware } from '../../../src/models/fit/fitHardware.ts';

export const gib = 1024 ** 3;

export function card(gibibytes: number): FitGpu {
  const bytes = gibibytes * gib;
  return { backend: 'cuda', totalBytes: bytes, freeBytes: bytes, isUnified: false };
}

/** A machine without graphics, half of whose memory is free, unless said otherwise. */
export function machine(ramGib: number, physicalCores: number, more: Partial<FitHardware> = {}): FitHardware {
  const totalRamBytes = ramGib * gib;
  return { totalRamBytes, availableRamBytes: totalRamBytes / 2, physicalCores, gpus: [], ...more };
}

/** With an Apple chip, whose GPU may hold three quarters of the memory. */
export function apple(ramGib: number, more: Partial<FitHardware> = {}): FitHardware {
  const bytes = ramGib * 0.75 * gib;
  return machine(ramGib, 10, {
    gpus: [{ backend: 'metal', totalBytes: bytes, freeBytes: bytes, isUnified: true }],
    ...more,
  });
}
