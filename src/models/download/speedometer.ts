import type { Clock } from '../../base/clock.ts';

export interface Speed {
  readonly bytesPerSecond: number;
  /** Undefined while nothing moves. */
  readonly etaSeconds: number | undefined;
}

/** Older speed counts for less: after so long, a third. */
const memoryMs = 5_000;

/** Smooths the speed of a download, so that what a person reads does not jump. */
export function createSpeedometer(clock: Clock): (doneBytes: number, totalBytes: number) => Speed {
  let last: { readonly atMs: number; readonly doneBytes: number } | undefined;
  let bytesPerMs = 0;
  let weight = 0;
  return (doneBytes, totalBytes) => {
    const atMs = clock.now();
    if (last === undefined) last = { atMs, doneBytes };
    const elapsedMs = atMs - last.atMs;
    if (elapsedMs > 0) {
      const kept = Math.exp(-elapsedMs / memoryMs);
      bytesPerMs = bytesPerMs * kept + (Math.max(0, doneBytes - last.doneBytes) / elapsedMs) * (1 - kept);
      weight = weight * kept + (1 - kept);
      last = { atMs, doneBytes };
    }
    // At first there is little to average over: divided by what there is, the start does not read as slow.
    const bytesPerSecond = weight === 0 ? 0 : (bytesPerMs / weight) * 1000;
    const etaSeconds = bytesPerSecond < 1 ? undefined : (totalBytes - doneBytes) / bytesPerSecond;
    return { bytesPerSecond, etaSeconds };
  };
}
