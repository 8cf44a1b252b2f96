import { abortError, throwIfAborted } from '../base/appError.ts';

interface Waiting {
  readonly start: () => void;
}

/**
 * Lets one request in at a time. Those of one client keep their order, and clients take turns: whoever was served last
 * comes last, so that nobody who asks for much makes another one wait for more than the request under way and one of
 * each of the others.
 */
export class FairTurns {
  /** Those who wait, whoever was served longest ago first. */
  readonly #waiting = new Map<object, Waiting[]>();
  #isBusy = false;

  /** Rejects with `AbortError` if `signal` fires before the request's turn. */
  async run<T>(client: object, signal: AbortSignal, request: () => Promise<T>): Promise<T> {
    await this.#turn(client, signal);
    try {
      return await request();
    } finally {
      this.#next();
    }
  }

  #turn(client: object, signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    if (!this.#isBusy) {
      this.#isBusy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const queue = this.#waiting.get(client) ?? [];
      this.#waiting.set(client, queue);
      const entry: Waiting = {
        start() {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = (): void => {
        queue.splice(queue.indexOf(entry), 1);
        if (queue.length === 0) this.#waiting.delete(client);
        reject(abortError());
      };
      signal.addEventListener('abort', giveUp, { once: true });
      queue.push(entry);
    });
  }

  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined) {
      this.#isBusy = false;
      return;
    }
    const [client, queue] = first;
    const entry = queue.shift();
    this.#waiting.delete(client);
    if (queue.length > 0) this.#waiting.set(client, queue);
    entry?.start();
  }
}
