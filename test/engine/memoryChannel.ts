import { toDisposable } from '../../src/base/disposables.ts';
import type { Channel, ChannelEnd } from '../../src/engine/channel.ts';
import type { HostMessage, WorkerMessage } from '../../src/engine/protocol.ts';

export interface MemoryChannels {
  readonly host: Channel<HostMessage, WorkerMessage>;
  readonly worker: Channel<WorkerMessage, HostMessage>;
  /** The worker's process dies. */
  kill(end: ChannelEnd): void;
  /** The worker's process does not get to what is sent to it, until it is let go. */
  holdWorker(isHeld: boolean): void;
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

  const pipe = <T>() => {
    let listener: ((message: T) => void) | undefined;
    let isHeld = false;
    const early: T[] = [];
    const deliver = (): void => {
      for (const message of early.splice(0)) {
        if (listener === undefined || isHeld) early.push(message);
        else listener(message);
      }
    };
    return {
      post(message: T) {
        const copy = structuredClone(message);
        queueMicrotask(() => {
          if (end !== undefined) return;
          early.push(copy);
          deliver();
        });
      },
      listen(next: (message: T) => void) {
        listener = next;
        deliver();
      },
      hold(held: boolean) {
        isHeld = held;
        deliver();
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
    holdWorker: toWorker.hold,
  };
}
