import { type Disposable, toDisposable } from '../base/disposables.ts';
import { Emitter } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import type { EngineState, StatefulEngine } from './statefulEngine.ts';

/** An engine that passes everything to the one it points to. */
export interface RoutedEngine extends StatefulEngine {
  /**
   * Points to another engine from now on, whose state is told at once. A request that has begun ends where it began: the
   * answer that is being written is not lost, and the next request goes to the new engine.
   */
  routeTo(target: StatefulEngine): void;
  /** Resolves when no request that went to `target` is under way. */
  settled(target: StatefulEngine): Promise<void>;
}

/** `target` stays its owner's: `dispose` of the routed engine only lets go of it. */
export function routeEngine(first: StatefulEngine, log: Log): RoutedEngine {
  const states = new Emitter<EngineState>((error) => log.error('engine state listener failed', error));
  let target = first;
  let subscription: Disposable = toDisposable(() => {});

  const follow = (next: StatefulEngine): void => {
    subscription.dispose();
    target = next;
    subscription = next.onState((state) => states.fire(state));
  };
  follow(first);
  const pending = new Map<StatefulEngine, Set<Promise<unknown>>>();

  const send = async <T>(request: (engine: StatefulEngine) => Promise<T>): Promise<T> => {
    const engine = target;
    const own = request(engine);
    const all = pending.get(engine) ?? new Set();
    pending.set(engine, all.add(own));
    try {
      return await own;
    } finally {
      all.delete(own);
      if (all.size === 0) pending.delete(engine);
    }
  };

  return {
    get state() {
      return target.state;
    },
    onState: states.event,
    routeTo(next) {
      if (next === target) return;
      follow(next);
      states.fire(next.state);
    },
    async settled(engine) {
      await Promise.allSettled([...(pending.get(engine) ?? new Set<Promise<unknown>>())]);
    },
    infill: (request, onText, signal) => send((engine) => engine.infill(request, onText, signal)),
    reply: (request, onPart, signal) => send((engine) => engine.reply(request, onPart, signal)),
    count: (prompt, signal) => send((engine) => engine.count(prompt, signal)),
    async dispose() {
      subscription.dispose();
    },
  };
}
