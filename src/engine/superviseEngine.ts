import { AppError, isAbort, isAppError, throwIfAborted } from '../base/appError.ts';
import { delay } from '../base/delay.ts';
import { Emitter } from '../base/event.ts';
import { raceAbort } from '../base/raceAbort.ts';
import { CrashHistory, type EngineCrash, isCrash, judgeCrash } from './crashHistory.ts';
import { deferredChannel } from './deferredChannel.ts';
import type { LoadProgress, LoadRequest, LocalEngine, ModelDescription } from './engine.ts';
import { type EngineLife, startEngineLife } from './engineLife.ts';
import { IdleCountdown } from './idleCountdown.ts';
import { isSameLoad } from './loadIdentity.ts';
import { retryAfterCrash } from './retryAfterCrash.ts';
import type { Farewell, HostMessage, WorkerMessage } from './protocol.ts';
import { silenceMs } from './pulse.ts';
import type { EngineState } from './statefulEngine.ts';
import type { SupervisedEngine, SupervisorPorts } from './supervisedEngine.ts';

/**
 * An engine that outlives its processes: one for each load, ended before the next one starts, so that two models are
 * never in memory at once. When it dies, what is pending rejects with `worker-crashed`, and the next request starts
 * another and loads the same model into it, after a pause that grows with each crash until none is started any more
 * (`engine-halted`). A process that dies while loading is followed by one that loads less, or is not started again by
 * a request: the same file would kill it again. Without requests it ends after a while, and the next one brings it back.
 */
export function superviseEngine({ start, clock, idleMinutes, onShared, log }: SupervisorPorts): SupervisedEngine {
  const states = new Emitter<EngineState>((error) => log.error('engine state listener failed', error));
  const crashes = new Emitter<EngineCrash>((error) => log.error('crash listener failed', error));
  const silences = new Emitter<AppError<'engine-silent'>>((error) => log.error('silence listener failed', error));
  const history = new CrashHistory(clock);
  let state: EngineState = { kind: 'stopped', model: undefined };
  let wanted: LoadRequest | undefined;
  let life: EngineLife | undefined;
  /** The newest load. */
  let loading: Promise<ModelDescription> = Promise.reject(new AppError('no-model', {}));
  loading.catch(() => {});
  /** Settles when the process before has gone, with its memory. */
  let lastEnd: Promise<void> = Promise.resolve();
  /** The model that `wanted` came to when it was last loaded, and what of it fitted then. */
  let known: ModelDescription | undefined;
  let fitting: LoadRequest | undefined;
  let isDisposed = false;

  const setState = (next: EngineState): void => {
    state = next;
    states.fire(next);
  };

  const isLoading = (): boolean => state.kind === 'loading';

  const stop = (): void => setState({ kind: 'stopped', model: known });

  const idle = new IdleCountdown(clock, idleMinutes, () => {
    // What is read ahead, or done for others, is no request of ours: the answer tells.
    life?.engine.ping();
  });

  const unloadWhenIdle = (isBusy: boolean): void => {
    if (!idle.hasElapsed || life?.hasLoaded !== true) return;
    if (isBusy) {
      idle.restart();
      return;
    }
    log.info('the engine has been idle and leaves memory until the next request');
    endLife('end-unless-used');
    stop();
  };

  const endLife = (farewell: Farewell): void => {
    const ending = life;
    life = undefined;
    if (ending === undefined) return;
    ending.pulse.dispose();
    lastEnd = Promise.all([lastEnd, ending.engine.leave(farewell)]).then(() => {});
  };

  const tellCrash = (error: Error): void => {
    // Of memory that is lacking, the load itself tells.
    if (isCrash(error)) crashes.fire(error);
  };

  const newLife = (request: LoadRequest): EngineLife => {
    const before = lastEnd;
    const channel = deferredChannel<HostMessage, WorkerMessage>(async (signal) => {
      await before;
      await delay(clock, history.pauseMs(), signal);
      return start(request, signal);
    });
    const created = startEngineLife({
      request,
      channel,
      clock,
      log,
      onPong: (isBusy) => {
        if (life === created) unloadWhenIdle(isBusy);
      },
      ...(onShared === undefined ? {} : { onShared }),
      onSilent(isSilent) {
        if (life !== created || (state.kind !== 'ready' && state.kind !== 'loading')) return;
        const { isSilent: _, ...rest } = state;
        setState(isSilent ? { ...rest, isSilent } : rest);
        const seconds = silenceMs / 1000;
        log.warn(isSilent ? `the engine has been silent for ${seconds} s` : 'the engine answers again');
        if (isSilent) silences.fire(new AppError('engine-silent', { seconds }));
      },
      onGoodbye(ended) {
        if (life !== created) return;
        life = undefined;
        lastEnd = Promise.all([lastEnd, ended]).then(() => {});
        if (created.hasLoaded) stop();
      },
      onEnd(end) {
        if (life !== created) return;
        life = undefined;
        // While it loads, the load goes on from here; and a load that failed before is still what requests should hear of.
        if (!created.hasLoaded) return;
        const error = judgeCrash({ history, end, during: 'run', request, log });
        if (isAppError(error, 'worker-crashed')) stop();
        else setState({ kind: 'failed', error });
        tellCrash(error);
      },
    });
    return created;
  };

  const startLoad = (
    request: LoadRequest,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<ModelDescription> => {
    if (wanted === undefined || !isSameLoad(wanted, request)) {
      known = undefined;
      fitting = undefined;
    }
    if (life !== undefined && !isSameLoad(life.request, fitting ?? request)) endLife('end-unless-used');
    wanted = request;
    const model = known;
    const show = (progress: LoadProgress): void =>
      setState({ kind: 'loading', name: fileName(request.path), progress, ...(model === undefined ? {} : { model }) });
    const isNewest = (): boolean => loading === mine;

    const attempt = async (smaller: LoadRequest, unknownBefore = 0): Promise<ModelDescription> => {
      const target = (life ??= newLife(smaller));
      const expected = target.pulse.expect();
      let last: LoadProgress | undefined;
      try {
        const report = (progress: LoadProgress): void => {
          last = { ...last, ...progress };
          if (isNewest()) show(progress);
          onProgress(progress);
        };
        const loaded = await target.engine.load(smaller, report, signal);
        target.hasLoaded = true;
        if (isNewest()) fitting = smaller;
        return loaded;
      } catch (error) {
        const { end } = target;
        if (!isNewest()) throw error;
        // Another window has restarted it meanwhile.
        if (target.isOver && isAppError(error, 'engine-closed')) return await attempt(smaller, unknownBefore);
        if (!isCrash(error) || end === undefined) throw error;
        const judged = judgeCrash({ history, end, during: 'load', request: smaller, log });
        const unknownEnds = unknownBefore + (end.exitCode === null && end.signal === null ? 1 : 0);
        const backend = last?.device === 'cpu' ? undefined : last?.device;
        const retry = retryAfterCrash({ request: smaller, end, stage: last?.stage, backend, unknownEnds });
        if (retry === undefined || isAppError(judged, 'engine-halted')) throw judged;
        log.warn(`loading once more: ${JSON.stringify(retry)}`);
        show({ stage: 'checking', fraction: 0 });
        return await attempt(retry, unknownEnds);
      } finally {
        expected.dispose();
      }
    };
    const load = async (): Promise<ModelDescription> => {
      const running = idle.begin();
      // So that everything below knows itself to be the newest.
      await Promise.resolve();
      try {
        return await attempt(fitting ?? request);
      } finally {
        running.dispose();
      }
    };
    const mine = load();
    loading = mine;
    show({ stage: 'checking', fraction: 0 });
    mine.then(
      (loaded) => {
        if (!isNewest()) return;
        known = loaded;
        setState({ kind: 'ready', model: loaded });
      },
      (error: unknown) => {
        if (!isNewest()) return;
        if (isAbort(error)) {
          wanted = undefined;
          known = undefined;
          endLife('end-unless-used');
          stop();
          return;
        }
        if (isAppError(error, 'engine-closed')) {
          // A restart, or the end of its use, came before it was there.
          if (isLoading()) stop();
          return;
        }
        const failure = toError(error);
        setState({ kind: 'failed', error: failure });
        tellCrash(failure);
      },
    );
    return mine;
  };

  /** The life whose model is loaded, starting it first when its process has gone. */
  const ready = async (signal: AbortSignal): Promise<EngineLife> => {
    for (;;) {
      throwIfAborted(signal);
      if (isDisposed) throw new AppError('engine-closed', {});
      if (state.kind === 'failed') throw state.error;
      if (wanted === undefined) throw new AppError('no-model', {});
      // The load serves everyone who waits, so no single caller's abort may end it.
      if (life === undefined && !isLoading()) {
        startLoad(wanted, () => {}, new AbortController().signal).catch(() => {});
      }
      const awaited = loading;
      try {
        await raceAbort(awaited, signal);
        if (loading === awaited && life?.hasLoaded === true) return life;
      } catch (error) {
        // The load's own caller may give it up or put another in its place. Whoever waited wants what comes then.
        const isReplaced = isAbort(error) || loading !== awaited;
        if (signal.aborted || !isReplaced) throw error;
      }
    }
  };

  const request = async <T>(signal: AbortSignal, ask: (engine: LocalEngine) => Promise<T>): Promise<T> => {
    const running = [idle.begin()];
    try {
      const { engine, pulse } = await ready(signal);
      running.push(pulse.expect());
      return await ask(engine);
    } finally {
      for (const one of running) one.dispose();
    }
  };

  return {
    get state() {
      return state;
    },
    onState: states.event,
    onCrash: crashes.event,
    onSilence: silences.event,
    async load(wantedLoad, onProgress, signal) {
      throwIfAborted(signal);
      if (isDisposed) throw new AppError('engine-closed', {});
      history.forget();
      return startLoad(wantedLoad, onProgress, signal);
    },
    infill: (wantedInfill, onText, signal) => request(signal, (engine) => engine.infill(wantedInfill, onText, signal)),
    reply: (wantedReply, onPart, signal) => request(signal, (engine) => engine.reply(wantedReply, onPart, signal)),
    count: (prompt, signal) => request(signal, (engine) => engine.count(prompt, signal)),
    selfTest: (signal) => request(signal, (engine) => engine.selfTest(signal)),
    async unload() {
      if (life === undefined) return;
      endLife('end-unless-used');
      stop();
      await lastEnd;
    },
    async restart() {
      history.forget();
      endLife('end');
      // Now, not when the process has gone: by then the next one may be loading.
      if (!isDisposed) stop();
      await lastEnd;
    },
    async dispose() {
      isDisposed = true;
      idle.dispose();
      endLife('linger');
      await lastEnd;
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
