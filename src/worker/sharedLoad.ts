import { raceAbort } from '../base/raceAbort.ts';
import { throwIfAborted } from '../base/appError.ts';
import type { LoadProgress, LoadRequest, LocalEngine, ModelDescription } from '../engine/engine.ts';

interface Current {
  readonly loading: Promise<ModelDescription>;
  readonly giveUp: AbortController;
  readonly waiting: Set<(progress: LoadProgress) => void>;
  progress: LoadProgress | undefined;
  isDone: boolean;
}

/**
 * One load for everyone: who comes later waits for the same one and hears of its progress. It is given up when nobody
 * waits for it any more, and a failure is forgotten, so that the next one may try again.
 */
export class SharedLoad {
  readonly #engine: LocalEngine;
  #current: Current | undefined;

  constructor(engine: LocalEngine) {
    this.#engine = engine;
  }

  async join(
    request: LoadRequest,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<ModelDescription> {
    throwIfAborted(signal);
    const current = (this.#current ??= this.#start(request));
    if (current.progress !== undefined && !current.isDone) onProgress(current.progress);
    // A wrapper keeps two uses of one function apart.
    const listener = (progress: LoadProgress): void => onProgress(progress);
    current.waiting.add(listener);
    try {
      return await raceAbort(current.loading, signal);
    } finally {
      current.waiting.delete(listener);
      if (current.waiting.size === 0 && !current.isDone) {
        current.giveUp.abort();
        // The next one starts anew, behind it.
        this.#forget(current);
      }
    }
  }

  #start(request: LoadRequest): Current {
    const giveUp = new AbortController();
    const waiting = new Set<(progress: LoadProgress) => void>();
    const report = (progress: LoadProgress): void => {
      started.progress = progress;
      for (const tell of waiting) tell(progress);
    };
    const load = async (): Promise<ModelDescription> => {
      try {
        return await this.#engine.load(request, report, giveUp.signal);
      } catch (error) {
        this.#forget(started);
        throw error;
      } finally {
        started.isDone = true;
      }
    };
    const started: Current = {
      loading: Promise.resolve().then(load),
      giveUp,
      waiting,
      progress: undefined,
      isDone: false,
    };
    // Everyone may have given it up by then.
    started.loading.catch(() => {});
    return started;
  }

  #forget(current: Current): void {
    if (this.#current === current) this.#current = undefined;
  }
}
