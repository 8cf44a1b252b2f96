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
 * decoded token), so that a completion waits for one step of a chat and never for the whole of it. Whoever has a claim
 * goes on alone among the less urgent: between two steps of a completion no chat slips in. Within one urgency it is first
 * come, first served.
 */
export class ComputeQueue {
  readonly #waiting: Waiting[] = [];
  readonly #claims = new Map<Urgency, number>();
  #isBusy = false;

  /** Until the returned function is called, steps of lesser urgency wait. */
  claim(urgency: Urgency): () => void {
    this.#claims.set(urgency, this.#claimsOf(urgency) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#claims.set(urgency, this.#claimsOf(urgency) - 1);
      if (!this.#isBusy) this.#next();
    };
  }

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
    if (!this.#isBusy && !this.#isOutranked(urgency)) {
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

  /** Starts the most urgent waiter that no claim holds back. */
  #next(): void {
    for (const urgency of urgencies) {
      if (this.#isOutranked(urgency)) break;
      const index = this.#waiting.findIndex((entry) => entry.urgency === urgency);
      if (index < 0) continue;
      const [entry] = this.#waiting.splice(index, 1);
      this.#isBusy = true;
      entry?.start();
      return;
    }
    this.#isBusy = false;
  }

  #isOutranked(urgency: Urgency): boolean {
    return urgencies.slice(0, urgencies.indexOf(urgency)).some((higher) => this.#claimsOf(higher) > 0);
  }

  #claimsOf(urgency: Urgency): number {
    return this.#claims.get(urgency) ?? 0;
  }
}
