import type { Clock } from '../base/clock.ts';
import { type Disposable, toDisposable } from '../base/disposables.ts';

/** Notices that nothing has been going on for a while, with one timer and only while nothing is. */
export class IdleCountdown implements Disposable {
  readonly #clock: Clock;
  readonly #minutes: () => number;
  readonly #onIdle: () => void;
  #running = 0;
  #timer: Disposable | undefined;
  #hasElapsed = false;
  #isDisposed = false;

  /** `minutes` is asked when a countdown begins and when it ends; 0 stands for never. */
  constructor(clock: Clock, minutes: () => number, onIdle: () => void) {
    this.#clock = clock;
    this.#minutes = minutes;
    this.#onIdle = onIdle;
  }

  /** Has it told of idleness, with nothing since? */
  get hasElapsed(): boolean {
    return this.#hasElapsed;
  }

  /** Something goes on until the result is disposed of. */
  begin(): Disposable {
    this.#running += 1;
    this.#hasElapsed = false;
    this.#timer?.dispose();
    return toDisposable(() => {
      this.#running -= 1;
      this.restart();
    });
  }

  /** Counts from now. */
  restart(): void {
    this.#timer?.dispose();
    this.#hasElapsed = false;
    if (this.#isDisposed || this.#running > 0 || this.#minutes() === 0) return;
    this.#timer = this.#clock.after(this.#minutes() * 60_000, () => {
      if (this.#minutes() === 0) return;
      this.#hasElapsed = true;
      this.#onIdle();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }
}
