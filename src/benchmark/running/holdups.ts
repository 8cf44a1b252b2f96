import type { Clock } from '../../base/clock.ts';
import { delay } from '../../base/delay.ts';

/**
 * Servers that asked to be left alone for a while. Nothing is sent to them until then, by whichever task: the others would
 * only be turned away as well.
 */
export interface Holdups {
  /** Resolves when the engine may be asked: at once when nothing holds it up. */
  pass(engineId: string, signal: AbortSignal): Promise<void>;
  hold(engineId: string, forMs: number): void;
}

export function createHoldups(clock: Clock): Holdups {
  const untilMs = new Map<string, number>();
  const leftMs = (id: string): number => (untilMs.get(id) ?? -Infinity) - clock.now();
  return {
    async pass(id, signal) {
      // It may have become longer meanwhile.
      for (let ms = leftMs(id); ms > 0; ms = leftMs(id)) await delay(clock, ms, signal);
    },
    hold(id, forMs) {
      untilMs.set(id, Math.max(untilMs.get(id) ?? -Infinity, clock.now() + forMs));
    },
  };
}
