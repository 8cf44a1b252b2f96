import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { PauseGate } from './pauseGate.ts';

/** Calls `end` once after `maxMs` that were no pause; never for `null`. */
export function startTimeCap(
  maxMs: number | null,
  { gate, clock }: { readonly gate: PauseGate; readonly clock: Clock },
  end: () => void,
): Disposable {
  const store = new DisposableStore();
  if (maxMs === null) return store;
  let leftMs = maxMs;
  let running: { readonly sinceMs: number; readonly timer: Disposable } | undefined;
  const go = (): void => {
    running = { sinceMs: clock.now(), timer: clock.after(Math.max(0, leftMs), end) };
  };
  const halt = (): void => {
    if (running === undefined) return;
    leftMs -= clock.now() - running.sinceMs;
    running.timer.dispose();
    running = undefined;
  };
  store.add({ dispose: halt });
  store.add(gate.onChange((isPaused) => (isPaused ? halt() : go())));
  if (!gate.isPaused) go();
  return store;
}
