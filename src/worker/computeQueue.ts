import { abortError, throwIfAborted } from '../base/appError.ts';

/** Who goes first when several wait, most urgent first. */
export type Urgency = 'completion' | 'chat' | 'idle';
const urgencies: readonly Urgency[] = ['completion', 'chat', 'idle'];

interface Waiting {
  readonly start: () => void;
  readonly urgency: Urgency;
}

/**
 * Lets one step of computation run at a time. Work is cut into steps of about a tenth of a second (a chunk of prefill, one
 * decoded token); between two steps the most urgent waiter goes first, so that a completion waits for one step of a
 * chat and never for the whole of it. Within one urgency it is first come, first served.
 */
export class ComputeQueue {
  readonly #waiting: Waiting[] = [];
  #isBusy = false;

  /** Rejects with `AbortError` if `signal` fires before the step starts; a step that runs is not interrupted. */
  async run<T>(urgency: Urgency, signal: AbortSignal, step: () => Promise<T>): Promise<T> {
    await this.#turn(urgency, signal);
    try {
      return await step();
    } finally {
      this.#next();
    }
  }

  #turn(urgency: Urgency, signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    if (!this.#isBusy) {
      this.#isBusy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        urgency,
        start: () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(abortError());
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(entry);
    });
  }

  #next(): void {
    for (const urgency of urgencies) {
      const index = this.#waiting.findIndex((entry) => entry.urgency === urgency);
      if (index < 0) continue;
      const [entry] = this.#waiting.splice(index, 1);
      entry?.start();
      return;
    }
    this.#isBusy = false;
  }
}
