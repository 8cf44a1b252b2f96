import { toDisposable } from '../../src/base/disposables.ts';
import type { Channel, ChannelEnd } from '../../src/engine/channel.ts';
import type { HostMessage, WorkerMessage } from '../../src/engine/protocol.ts';

export interface MemoryChannels {
  readonly host: Channel<HostMessage, WorkerMessage>;
  readonly worker: Channel<WorkerMessage, HostMessage>;
  /** The worker's process dies. */
  kill(end: ChannelEnd): void;
}

/** Both ends of a channel in one process. Messages are copied and arrive in a later microtask, as over IPC. */
export function memoryChannels(): MemoryChannels {
  let end: ChannelEnd | undefined;
  const endListeners = new Set<(end: ChannelEnd) => void>();
  const kill = (how: ChannelEnd): void => {
    if (end !== undefined) return;
    end = how;
    for (const notify of [...endListeners]) notify(how);
  };

  const pipe = <T>(): { post: (message: T) => void; listen: (listener: (message: T) => void) => void } => {
    let listener: ((message: T) => void) | undefined;
    const early: T[] = [];
    return {
      post(message) {
        const copy = structuredClone(message);
        queueMicrotask(() => {
          if (end !== undefined) return;
          if (listener === undefined) early.push(copy);
          else listener(copy);
        });
      },
      listen(next) {
        listener = next;
        for (const message of early.splice(0)) next(message);
      },
    };
  };
  const toWorker = pipe<HostMessage>();
  const toHost = pipe<WorkerMessage>();
  const common = {
    onEnd(notify: (end: ChannelEnd) => void) {
      if (end !== undefined) notify(end);
      else endListeners.add(notify);
      return toDisposable(() => endListeners.delete(notify));
    },
    close: () => queueMicrotask(() => kill({ exitCode: 0, signal: null })),
  };
  return {
    host: {
      ...common,
      post: toWorker.post,
      onMessage(listener) {
        toHost.listen(listener);
        return toDisposable(() => {});
      },
    },
    worker: {
      ...common,
      post: toHost.post,
      onMessage(listener) {
        toWorker.listen(listener);
        return toDisposable(() => {});
      },
    },
    kill,
  };
}
