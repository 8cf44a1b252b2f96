import type { Engine, ModelDescription } from '../engine/engine.ts';
import type { StatefulEngine } from '../engine/statefulEngine.ts';
import type { UnavailableReason } from './outcome.ts';

/** Asked anew for each request, and never waits: a model that is not ready is an answer too. */
export type EngineAccess = () =>
  | { readonly kind: 'available'; readonly engine: Engine; readonly model: ModelDescription }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason };

/** A stopped engine counts as available with the model it had: the next request starts it again. */
export function accessStateful(engine: Engine & Pick<StatefulEngine, 'state'>): EngineAccess {
  return () => {
    const { state } = engine;
    switch (state.kind) {
      case 'ready':
      case 'stopped':
        return state.model === undefined
          ? { kind: 'unavailable', reason: { kind: 'no-model' } }
          : { kind: 'available', engine, model: state.model };
      case 'loading': {
        const { name, progress } = state;
        return { kind: 'unavailable', reason: { kind: 'loading', model: name, fraction: progress.fraction } };
      }
      case 'failed':
        return { kind: 'unavailable', reason: { kind: 'failed', error: state.error } };
    }
  };
}
