import { toDisposable } from '../base/disposables.ts';
import type { Channel, ChannelEnd } from './channel.ts';

/**
 * A channel that can be used before it is open: what is posted meanwhile follows. Closing it first aborts the opening,
 * whose outcome is closed too should it come after all. A failure to open is an end that says so.
 */
export function deferredChannel<Out, In>(open: (signal: AbortSignal) => Promise<Channel<Out, In>>): Channel<Out, In> {
  const opening = new AbortController();
  let early: Out[] = [];
  let opened: Channel<Out, In> | undefined;
  let listener: ((message: In) => void) | undefined;
  let end: ChannelEnd | undefined;
  const endListeners = new Set<(end: ChannelEnd) => void>();

  const ended = (how: ChannelEnd): void => {
    if (end !== undefined) return;
    end = how;
    early = [];
    for (const notify of endListeners) notify(how);
    endListeners.clear();
  };

  open(opening.signal).then(
    (channel) => {
      if (end !== undefined) {
        channel.close();
        return;
      }
      opened = channel;
      for (const message of early.splice(0)) channel.post(message);
      if (listener !== undefined) channel.onMessage(listener);
      channel.onEnd(ended);
    },
    (error: unknown) => {
      const failure = error instanceof Error ? error : new Error(String(error));
      ended({ exitCode: null, signal: null, failure });
    },
  );

  return {
    post(message) {
      if (opened !== undefined) opened.post(message);
      else if (end === undefined) early.push(message);
    },
    onMessage(next) {
      listener = next;
      const subscription = opened?.onMessage(next);
      return toDisposable(() => {
        subscription?.dispose();
        if (listener === next) listener = undefined;
      });
    },
    onEnd(notify) {
      if (end !== undefined) notify(end);
      else endListeners.add(notify);
      return toDisposable(() => endListeners.delete(notify));
    },
    close() {
      if (opened !== undefined) {
        opened.close();
        return;
      }
      opening.abort();
      ended({ exitCode: 0, signal: null });
    },
  };
}
