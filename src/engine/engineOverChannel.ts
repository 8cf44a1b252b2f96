import { AppError, abortError, fromErrorRecord, throwIfAborted } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import type { Channel, ChannelEnd } from './channel.ts';
import type { EngineMethod, InfillResult, LocalEngine, ModelDescription, ReplyResult } from './engine.ts';
import { type Farewell, type HostMessage, type WorkerMessage, protocolVersion } from './protocol.ts';
import type { SelfTest } from './selfTest.ts';

interface Pending {
  readonly method: EngineMethod;
  readonly onEvent: (event: never) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface ChannelEngine extends LocalEngine {
  /** Asks for a sign of life, which comes as an `onPong`, or never. */
  ping(): void;
  /** Ends this use of the engine and settles when the other end has gone. Pending calls reject with `engine-closed`. */
  leave(farewell: Farewell): Promise<void>;
}

/** What the other end tells beside its answers. */
export interface ChannelEngineEvents {
  /** Anything at all came: the other end is alive. */
  readonly onMessage?: () => void;
  readonly onPong?: (isBusy: boolean) => void;
  /** It is of another build; the channel is being closed. */
  readonly onRefused?: (error: AppError) => void;
  /** The end that follows is no crash. */
  readonly onGoodbye?: () => void;
  readonly onShared?: (shared: { readonly pid: number; readonly clients: number }) => void;
}

/**
 * The engine at the other end of `channel`. When that end dies, everything pending, and everything asked afterwards,
 * rejects with `worker-crashed`. An aborted call rejects at once; the other end is told and its late answer ignored.
 */
export function engineOverChannel(
  channel: Channel<HostMessage, WorkerMessage>,
  log: Log,
  events: ChannelEngineEvents = {},
): ChannelEngine {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let closed: ((during: string) => Error) | undefined;

  const close = (reason: (during: string) => Error): void => {
    if (closed !== undefined) return;
    closed = reason;
    const calls = [...pending.values()];
    pending.clear();
    for (const call of calls) call.reject(reason(call.method));
  };

  const subscription = channel.onMessage((message) => {
    events.onMessage?.();
    switch (message.kind) {
      case 'ready':
        if (message.version !== protocolVersion) {
          const error = new AppError('protocol-mismatch', { expected: protocolVersion, actual: message.version });
          events.onRefused?.(error);
          close(() => error);
          channel.close();
        }
        return;
      case 'event':
        // Each method's event type was fixed when the call was made; see `call`.
        pending.get(message.id)?.onEvent(message.event as never);
        return;
      case 'done':
        pending.get(message.id)?.resolve(message.result);
        return;
      case 'failed':
        pending.get(message.id)?.reject(fromErrorRecord(message.error));
        return;
      case 'pong':
        events.onPong?.(message.isBusy);
        return;
      case 'goodbye':
        events.onGoodbye?.();
        close(() => new AppError('engine-closed', {}));
        return;
      case 'shared':
        events.onShared?.(message);
        return;
      case 'log':
        log[message.level](`worker: ${message.message}`);
        return;
    }
  });
  channel.onEnd((end) => {
    close((during) => end.failure ?? crash(end, during));
    subscription.dispose();
  });

  const call = <Result, Event>(
    method: EngineMethod,
    params: unknown,
    onEvent: (event: Event) => void,
    signal: AbortSignal,
  ): Promise<Result> =>
    new Promise<unknown>((resolve, reject) => {
      throwIfAborted(signal);
      if (closed !== undefined) throw closed(method);
      const id = ++lastId;
      const settle = (): void => {
        pending.delete(id);
        signal.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        settle();
        channel.post({ kind: 'cancel', id });
        reject(abortError());
      };
      signal.addEventListener('abort', abort, { once: true });
      pending.set(id, {
        method,
        onEvent,
        resolve: (result) => {
          settle();
          resolve(result);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      channel.post({ kind: 'call', id, method, params });
    }) as Promise<Result>;

  const leave = (farewell: Farewell): Promise<void> =>
    new Promise((resolve) => {
      close(() => new AppError('engine-closed', {}));
      channel.onEnd(() => resolve());
      channel.post({ kind: 'leave', farewell });
      channel.close();
    });

  return {
    load: (request, onProgress, signal) => call<ModelDescription, never>('load', request, onProgress, signal),
    infill: (request, onText, signal) => call<InfillResult, never>('infill', request, onText, signal),
    reply: (request, onPart, signal) => call<ReplyResult, never>('reply', request, onPart, signal),
    count: (prompt, signal) => call<number, never>('count', prompt, () => {}, signal),
    selfTest: (signal) => call<SelfTest, never>('selfTest', undefined, () => {}, signal),
    ping: () => channel.post({ kind: 'ping' }),
    leave,
    dispose: () => leave('linger'),
  };
}

function crash(end: ChannelEnd, during: string): Error {
  return new AppError('worker-crashed', { exitCode: end.exitCode, signal: end.signal, during });
}
