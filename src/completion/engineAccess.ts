import type { Engine, ModelDescription } from '../engine/engine.ts';
import type { StatefulEngine } from '../engine/statefulEngine.ts';
import type { UnavailableReason } from './outcome.ts';

/** Asked anew for each request, and never waits: a model that is not ready is an answer too. */
export type EngineAccess = () =>
  | {
      readonly kind: 'available';
      readonly engine: Engine;
      readonly model: ModelDescription;
      /** It comes back, and answers once it has. */
      readonly isStarting: boolean;
    }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason };

/** A stopped engine counts as available with the model it had: the next request starts it again, and others join it. */
export function accessStateful(engine: Engine & Pick<StatefulEngine, 'state'>): EngineAccess {
  return () => {
    const { state } = engine;
    switch (state.kind) {
      case 'ready':
      case 'stopped':
        return state.model === undefined
          ? { kind: 'unavailable', reason: { kind: 'no-model' } }
          : { kind: 'available', engine, model: state.model, isStarting: state.kind === 'stopped' };
      case 'loading': {
        const { name, progress, model } = state;
        if (model !== undefined) return { kind: 'available', engine, model, isStarting: true };
        return { kind: 'unavailable', reason: { kind: 'loading', model: name, fraction: progress.fraction } };
      }
      case 'failed':
        return { kind: 'unavailable', reason: { kind: 'failed', error: state.error } };
    }
  };
}
