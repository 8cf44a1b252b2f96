import { toErrorRecord } from '../base/appError.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { Channel } from './channel.ts';
import type { InfillRequest, LoadRequest, LocalEngine, ReplyPrompt, ReplyRequest } from './engine.ts';
import { type Farewell, type HostMessage, type WorkerMessage, protocolVersion } from './protocol.ts';

export interface ServeOptions {
  /** Does the process compute anything, for whomever and whether or not anybody waits for it? */
  readonly isBusy?: () => boolean;
  /** The host has said what it wants of the process; the channel closes next. */
  readonly onLeave?: (farewell: Farewell) => void;
}

/**
 * Answers the calls that come over `channel` with `engine`, until the channel ends or the host leaves. The result's
 * `dispose` stops serving and aborts what runs; `engine` stays the caller's.
 */
export function serveEngine(
  engine: LocalEngine,
  channel: Channel<WorkerMessage, HostMessage>,
  { isBusy = () => false, onLeave = () => {} }: ServeOptions = {},
): Disposable {
  const running = new Map<number, AbortController>();
  const store = new DisposableStore();

  const answer = async (call: Extract<HostMessage, { kind: 'call' }>): Promise<void> => {
    const { id } = call;
    const controller = new AbortController();
    running.set(id, controller);
    const emit = (event: unknown): void => channel.post({ kind: 'event', id, event });
    try {
      const result = await dispatch(engine, call, emit, controller.signal);
      channel.post({ kind: 'done', id, result });
    } catch (error) {
      channel.post({ kind: 'failed', id, error: toErrorRecord(error) });
    } finally {
      running.delete(id);
    }
  };

  // First of all: the host trusts no answer of a worker whose build it does not know.
  channel.post({ kind: 'ready', version: protocolVersion });
  store.add({ dispose: () => running.forEach((controller) => controller.abort()) });
  store.add(
    channel.onMessage((message) => {
      switch (message.kind) {
        case 'call':
          void answer(message);
          return;
        case 'cancel':
          running.get(message.id)?.abort();
          return;
        case 'ping':
          channel.post({ kind: 'pong', isBusy: running.size > 0 || isBusy() });
          return;
        case 'leave':
          store.dispose();
          onLeave(message.farewell);
          channel.close();
          return;
      }
    }),
  );
  store.add(channel.onEnd(() => store.dispose()));
  return store;
}

/** The parameters were typed by `engineOverChannel` of the same build. */
function dispatch(
  engine: LocalEngine,
  { method, params }: Extract<HostMessage, { kind: 'call' }>,
  emit: (event: unknown) => void,
  signal: AbortSignal,
): Promise<unknown> {
  switch (method) {
    case 'load':
      return engine.load(params as LoadRequest, emit, signal);
    case 'infill':
      return engine.infill(params as InfillRequest, emit, signal);
    case 'reply':
      return engine.reply(params as ReplyRequest, emit, signal);
    case 'count':
      return engine.count(params as ReplyPrompt, signal);
    case 'selfTest':
      return engine.selfTest(signal);
  }
}
