import type { Clock } from '../base/clock.ts';
import { type Disposable, toDisposable } from '../base/disposables.ts';

/** Between two looks at whether anything was heard. */
const pulseIntervalMs = 15_000;
/** A single one may be missed by a machine that slept in between. */
const missesUntilSilent = 2;
export const silenceMs = pulseIntervalMs * (missesUntilSilent + 1);

export interface PulsePorts {
  readonly clock: Clock;
  readonly ping: () => void;
  readonly onSilent: (isSilent: boolean) => void;
}

/**
 * Tells an engine that works for minutes from one that will never answer.
 *
 * A worker's event loop is free between the steps of its work, and during each step, which runs on other threads: so it
 * answers a ping within moments, however slow the machine. Only while something is wanted of the engine is it asked: when
 * nothing at all came from it for an interval, a ping goes out, and after two in a row that brought nothing it counts as
 * silent, until anything comes. Silence is only told: what looks stuck may be a machine that swaps.
 */
export class Pulse implements Disposable {
  readonly #ports: PulsePorts;
  #expected = 0;
  #timer: Disposable | undefined;
  #wasHeard = false;
  #unansweredPings = 0;
  #isSilent = false;

  constructor(ports: PulsePorts) {
    this.#ports = ports;
  }

  /** Something is wanted of the engine until the result is disposed of. */
  expect(): Disposable {
    this.#expected += 1;
    if (this.#expected === 1) {
      this.#wasHeard = true;
      this.#unansweredPings = 0;
      this.#schedule();
    }
    return toDisposable(() => {
      this.#expected -= 1;
      if (this.#expected === 0) this.#timer?.dispose();
    });
  }

  /** Anything came from the engine. */
  hear(): void {
    this.#wasHeard = true;
    if (!this.#isSilent) return;
    this.#isSilent = false;
    this.#ports.onSilent(false);
  }

  dispose(): void {
    this.#expected = Number.NEGATIVE_INFINITY;
    this.#timer?.dispose();
  }

  #schedule(): void {
    this.#timer?.dispose();
    this.#timer = this.#ports.clock.after(pulseIntervalMs, () => this.#look());
  }

  #look(): void {
    if (this.#wasHeard) this.#unansweredPings = 0;
    this.#wasHeard = false;
    if (this.#unansweredPings === missesUntilSilent && !this.#isSilent) {
      this.#isSilent = true;
      this.#ports.onSilent(true);
    }
    this.#ports.ping();
    this.#unansweredPings += 1;
    this.#schedule();
  }
}
