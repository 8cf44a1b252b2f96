import { toDisposable } from '../base/disposables.ts';
import type { Channel } from '../engine/channel.ts';
import type { HostMessage, WorkerMessage } from '../engine/protocol.ts';

/**
 * The channel from a forked process to the one that forked it, over Node's IPC. It ends when the parent goes away, so
 * that no worker outlives its editor.
 */
export function parentChannel(): Channel<WorkerMessage, HostMessage> {
  if (process.send === undefined) throw new Error('This program is started by the Parity extension.');
  let listener: ((message: HostMessage) => void) | undefined;
  const early: HostMessage[] = [];
  let hasEnded = false;
  const endListeners = new Set<() => void>();

  process.on('message', (message) => {
    // Only the extension of the same build writes here.
    const received = message as HostMessage;
    if (listener === undefined) early.push(received);
    else listener(received);
  });
  process.on('disconnect', () => {
    hasEnded = true;
    for (const end of endListeners) end();
  });

  return {
    post(message) {
      if (process.connected) process.send?.(message, undefined, undefined, () => {});
    },
    onMessage(next) {
      listener = next;
      for (const message of early.splice(0)) next(message);
      return toDisposable(() => {
        if (listener === next) listener = undefined;
      });
    },
    onEnd(ended) {
      const fire = (): void => ended({ exitCode: null, signal: null });
      if (hasEnded) fire();
      else endListeners.add(fire);
      return toDisposable(() => endListeners.delete(fire));
    },
    close() {
      if (process.connected) process.disconnect();
    },
  };
}
