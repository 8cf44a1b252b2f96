import { AppError, isAbort, isAppError, throwIfAborted } from '../base/appError.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import { raceAbort } from '../base/raceAbort.ts';
import type { Channel } from './channel.ts';
import type { LoadProgress, LoadRequest, LocalEngine, ModelDescription } from './engine.ts';
import { engineOverChannel } from './engineOverChannel.ts';
import type { HostMessage, WorkerMessage } from './protocol.ts';
import type { EngineState, StatefulEngine } from './statefulEngine.ts';

export interface SupervisedEngine extends LocalEngine, StatefulEngine {
  /** Fires once for each process that ended by itself, whatever was pending in it. */
  readonly onCrash: Event<AppError<'worker-crashed'>>;
  /** Ends the process; the next request starts a new one. Pending requests reject with `engine-closed`. */
  restart(): Promise<void>;
}

interface Life {
  readonly engine: LocalEngine;
  readonly channel: Channel<HostMessage, WorkerMessage>;
  /** Settles when the wanted model is loaded. */
  loading: Promise<ModelDescription>;
}

/**
 * An engine that outlives its process. `start` forks one; when it dies, what is pending rejects with `worker-crashed`
 * and the next request starts another and loads the same model into it. A process that dies while loading is not
 * started again by itself: the same file would kill it again.
 */
export function superviseEngine(start: () => Channel<HostMessage, WorkerMessage>, log: Log): SupervisedEngine {
  const states = new Emitter<EngineState>((error) => log.error('engine state listener failed', error));
  const crashes = new Emitter<AppError<'worker-crashed'>>((error) => log.error('crash listener failed', error));
  let state: EngineState = { kind: 'stopped', model: undefined };
  let wanted: LoadRequest | undefined;
  let life: Life | undefined;
  let isDisposed = false;

  const setState = (next: EngineState): void => {
    state = next;
    states.fire(next);
  };

  const stopped = (): EngineState => ({ kind: 'stopped', model: 'model' in state ? state.model : undefined });

  const startLife = (): Life => {
    const channel = start();
    const engine = engineOverChannel(channel, log);
    const created: Life = { engine, channel, loading: Promise.reject(new AppError('no-model', {})) };
    created.loading.catch(() => {});
    life = created;
    channel.onEnd(({ exitCode, signal }) => {
      if (life !== created) return;
      life = undefined;
      // Its load had failed before: that is still what requests should hear of.
      if (state.kind === 'failed') return;
      const during = state.kind === 'loading' ? 'load' : 'run';
      log.warn(`engine process ended by itself (exit code ${exitCode}, signal ${signal}) during ${during}`);
      const error = new AppError('worker-crashed', { exitCode, signal, during });
      setState(during === 'load' ? { kind: 'failed', error } : stopped());
      crashes.fire(error);
    });
    return created;
  };

  const startLifeOrFail = (): Life => {
    try {
      return startLife();
    } catch (error) {
      setState({ kind: 'failed', error: toError(error) });
      throw error;
    }
  };

  const startLoad = (request: LoadRequest, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Life => {
    wanted = request;
    const target = life ?? startLifeOrFail();
    const report = (progress: LoadProgress): void => {
      if (wanted === request && life === target) setState({ kind: 'loading', name: fileName(request.path), progress });
      onProgress(progress);
    };
    report({ stage: 'checking', fraction: 0 });
    const loading = target.engine.load(request, report, signal);
    target.loading = loading;
    loading.then(
      (model) => {
        if (life === target && target.loading === loading) setState({ kind: 'ready', model });
      },
      (error: unknown) => {
        if (life !== target || target.loading !== loading) return;
        // This process was refused, and is already on its way out: its end is no crash.
        if (isAppError(error, 'protocol-mismatch')) life = undefined;
        if (isAbort(error)) {
          wanted = undefined;
          setState({ kind: 'stopped', model: undefined });
        } else setState({ kind: 'failed', error: toError(error) });
      },
    );
    return target;
  };

  /** The loaded engine, starting and loading it first when its process has gone. */
  const ready = async (signal: AbortSignal): Promise<LocalEngine> => {
    for (;;) {
      throwIfAborted(signal);
      if (isDisposed) throw new AppError('engine-closed', {});
      if (state.kind === 'failed') throw state.error;
      if (wanted === undefined) throw new AppError('no-model', {});
      // The load serves everyone who waits, so no single caller's abort may end it.
      const target = life ?? startLoad(wanted, () => {}, new AbortController().signal);
      const { loading } = target;
      const isNewest = (): boolean => life === target && target.loading === loading;
      try {
        await raceAbort(loading, signal);
        if (isNewest()) return target.engine;
      } catch (error) {
        // The load's own caller may give it up or put another in its place. Whoever waited wants what comes then.
        const isReplaced = isAbort(error) || (life === target && !isNewest());
        if (signal.aborted || !isReplaced) throw error;
      }
    }
  };

  const end = async (): Promise<void> => {
    const ending = life;
    life = undefined;
    await ending?.engine.dispose();
  };

  return {
    get state() {
      return state;
    },
    onState: states.event,
    onCrash: crashes.event,
    async load(request, onProgress, signal) {
      throwIfAborted(signal);
      if (isDisposed) throw new AppError('engine-closed', {});
      const model = await startLoad(request, onProgress, signal).loading;
      return model;
    },
    infill: async (request, onText, signal) => (await ready(signal)).infill(request, onText, signal),
    reply: async (request, onPart, signal) => (await ready(signal)).reply(request, onPart, signal),
    count: async (prompt, signal) => (await ready(signal)).count(prompt, signal),
    async restart() {
      const ended = end();
      // Now, not when the process has gone: by then the next one may be loading.
      if (!isDisposed) setState(stopped());
      await ended;
    },
    async dispose() {
      isDisposed = true;
      await end();
    },
  };
}

/** Of a path of any system. */
function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Is this the death of the engine's process, which `onCrash` reports once for all who were waiting? */
export function isCrash(error: unknown): boolean {
  return isAppError(error, 'worker-crashed');
}
