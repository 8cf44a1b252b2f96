import { AppError, abortError } from '../../base/appError.ts';
import type { ModelDescription } from '../../engine/engine.ts';
import type { StatefulEngine } from '../../engine/statefulEngine.ts';

/** Waits while it loads. A request wakes one that has left memory. */
export function readyModel(engine: StatefulEngine, signal: AbortSignal): Promise<ModelDescription> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { state } = engine;
      if (state.kind === 'loading') return;
      subscription.dispose();
      signal.removeEventListener('abort', giveUp);
      if (state.kind === 'failed') reject(state.error);
      else if (state.model === undefined) reject(new AppError('no-model', {}));
      else resolve(state.model);
    };
    const giveUp = (): void => {
      subscription.dispose();
      reject(abortError());
    };
    const subscription = engine.onState(look);
    signal.addEventListener('abort', giveUp, { once: true });
    look();
  });
}
