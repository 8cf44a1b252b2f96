import { isAbort } from '../../base/appError.ts';
import type { Engine, Usage } from '../../engine/engine.ts';
import type { StatefulEngine } from '../../engine/statefulEngine.ts';

/** `unknown`: a request that was stopped. What it came to is not told. */
export type UsageListener = (usage: Usage | 'unknown') => void;

/** The same engine; `onUsage` learns what each request came to. */
export function tallyEngine<E extends Engine>(engine: E, onUsage: UsageListener): Engine {
  const tell = async <R extends { readonly usage: Usage }>(request: Promise<R>): Promise<R> => {
    try {
      const result = await request;
      onUsage(result.usage);
      return result;
    } catch (error) {
      if (isAbort(error)) onUsage('unknown');
      throw error;
    }
  };
  return {
    infill: (request, onText, signal) => tell(engine.infill(request, onText, signal)),
    reply: (request, onPart, signal) => tell(engine.reply(request, onPart, signal)),
    count: (prompt, signal) => engine.count(prompt, signal),
    dispose: () => engine.dispose(),
  };
}

export function tallyStatefulEngine(engine: StatefulEngine, onUsage: UsageListener): StatefulEngine {
  return {
    ...tallyEngine(engine, onUsage),
    get state() {
      return engine.state;
    },
    onState: engine.onState,
  };
}
