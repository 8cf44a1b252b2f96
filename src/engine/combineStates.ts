import { Emitter } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { EngineState, StatefulEngine } from './statefulEngine.ts';

export type WatchedState = Pick<StatefulEngine, 'state' | 'onState'>;

/** What needs a person's attention most comes first. */
const order: readonly EngineState['kind'][] = ['failed', 'loading', 'ready', 'stopped'];

/** Several engines as one, for a place that has room for one state: a problem, else a load, else the first that is ready. */
export function combineStates(
  engines: readonly [WatchedState, ...WatchedState[]],
  log: Log,
): WatchedState & Disposable {
  const store = new DisposableStore();
  const states = new Emitter<EngineState>((error) => log.error('engine state listener failed', error));
  const combined = (): EngineState => {
    const all = engines.map(({ state }) => state);
    const kind = order.find((candidate) => all.some((state) => state.kind === candidate));
    return all.find((state) => state.kind === kind) ?? engines[0].state;
  };
  for (const engine of engines) store.add(engine.onState(() => states.fire(combined())));
  return {
    get state() {
      return combined();
    },
    onState: states.event,
    dispose: () => store.dispose(),
  };
}
