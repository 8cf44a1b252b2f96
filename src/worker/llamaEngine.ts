import { AppError, abortError, throwIfAborted } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import { isSameLoad } from '../engine/loadIdentity.ts';
import type { LoadProgress, LoadRequest, LocalEngine } from '../engine/engine.ts';
import { answerInfill } from './answerInfill.ts';
import { answerReply, countPrompt } from './answerReply.ts';
import type { GpuPorts } from './chooseGpu.ts';
import { type LoadedModel, loadModel } from './loadModel.ts';
import { machineGpus } from './machineGpus.ts';
import { selfTest } from './selfTest.ts';

export interface LlamaEngineOptions {
  /** Default: the real ones of this machine. */
  readonly gpus?: GpuPorts;
}

export interface LlamaEngine extends LocalEngine {
  /** Does it compute what nobody has asked for yet? */
  readonly isReadingAhead: boolean;
  /** With two and more, each keeps what it has read for its completions, as far as memory allows. */
  expectWindows(count: number): void;
}

/** The engine that runs a GGUF file in this process. One model at a time. */
export function createLlamaEngine(log: Log, { gpus = machineGpus() }: LlamaEngineOptions = {}): LlamaEngine {
  let loaded: LoadedModel | undefined;
  /** Aborts what runs on the loaded model when another one takes its place. */
  let lifetime = new AbortController();
  const running = new Set<Promise<unknown>>();
  let lastLoad: Promise<unknown> = Promise.resolve();
  const disposed = new AbortController();
  let windows = 1;

  const makeRoom = (): void => {
    if (windows > 1) void loaded?.infill?.lanes.makeRoomForTwo();
  };

  const throwIfDisposed = (): void => {
    if (disposed.signal.aborted) throw new AppError('engine-closed', {});
  };

  const unload = async (reason: Error): Promise<void> => {
    const previous = loaded;
    // First, so that nothing more can begin on the model that goes.
    loaded = undefined;
    lifetime.abort(reason);
    lifetime = new AbortController();
    await Promise.allSettled(running);
    await previous?.dispose();
  };

  const loadUnlessDisposed = async (
    request: LoadRequest,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<LoadedModel> => {
    try {
      return await loadModel(request, onProgress, { gpus, log }, AbortSignal.any([signal, disposed.signal]));
    } catch (error) {
      throwIfDisposed();
      throw error;
    }
  };

  /** Runs a request against the loaded model: it ends when its caller or the model's lifetime does. */
  const withModel = async <T>(
    signal: AbortSignal,
    work: (model: LoadedModel, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    throwIfAborted(signal);
    throwIfDisposed();
    if (loaded === undefined) throw new AppError('no-model', {});
    const life = lifetime.signal;
    const request = work(loaded, AbortSignal.any([signal, life]));
    running.add(request);
    try {
      return await request;
    } catch (error) {
      // The caller did not ask for this end: it must hear of it.
      if (life.aborted && !signal.aborted && life.reason instanceof AppError) throw life.reason;
      throw signal.aborted ? abortError() : error;
    } finally {
      running.delete(request);
    }
  };

  return {
    get isReadingAhead() {
      return loaded?.chat?.rehearsal.isReading ?? false;
    },
    expectWindows(count) {
      windows = count;
      makeRoom();
    },
    load(request, onProgress, signal) {
      const turn = lastLoad.then(async () => {
        throwIfAborted(signal);
        throwIfDisposed();
        if (loaded !== undefined && isSameLoad(loaded.request, request)) return loaded.description;
        await unload(new AppError('engine-closed', {}));
        loaded = await loadUnlessDisposed(request, onProgress, signal);
        log.info(`loaded ${loaded.description.name}: ${JSON.stringify(loaded.description.place)}`);
        makeRoom();
        return loaded.description;
      });
      lastLoad = turn.catch(() => {});
      return turn;
    },
    infill: (request, onText, signal) =>
      withModel(signal, (model, until) => {
        if (model.infill === undefined) throw new AppError('infill-unsupported', { model: model.description.name });
        return answerInfill(model.infill, request, onText, until);
      }),
    reply: (request, onPart, signal) =>
      withModel(signal, (model, until) => {
        if (model.chat === undefined) throw new AppError('chat-unsupported', { model: model.description.name });
        return answerReply(model.chat, request, onPart, until);
      }),
    count: (prompt, signal) =>
      withModel(signal, async (model) => {
        if (model.chat === undefined) throw new AppError('chat-unsupported', { model: model.description.name });
        return countPrompt(model.chat, prompt);
      }),
    selfTest: (signal) => withModel(signal, selfTest),
    async dispose() {
      disposed.abort();
      await lastLoad;
      await unload(new AppError('engine-closed', {}));
    },
  };
}
