import type { Socket } from 'node:net';
import { toDisposable } from '../base/disposables.ts';
import type { Channel, ChannelEnd } from '../engine/channel.ts';

/** A conversation that fills the largest context is a few megabytes. */
const largestMessageBytes = 64 * 1024 ** 2;
/** Before the other end has shown who it is. */
const largestGreetingBytes = 4096;
/** What may wait for an end that does not read. */
const largestBacklogBytes = 128 * 1024 ** 2;

export interface SocketChannel<Out, In> extends Channel<Out, In> {
  /** The other end is known from now on, and may send what it likes. */
  trust(): void;
  /** Settles when all that was posted is on its way, or can no longer be. */
  flush(): Promise<void>;
  destroy(): void;
}

/**
 * A channel over a socket: one line of JSON for each message. An end that sends a longer message than is allowed, or
 * something else, or that does not read what it is sent, is cut off.
 */
export function socketChannel<Out, In>(socket: Socket, role: 'caller' | 'listener'): SocketChannel<Out, In> {
  let limitBytes = largestGreetingBytes;
  let listener: ((message: In) => void) | undefined;
  const early: In[] = [];
  let chunks: Buffer[] = [];
  let bytes = 0;
  let hasEnded = false;
  const endListeners = new Set<(end: ChannelEnd) => void>();
  const end: ChannelEnd = { exitCode: null, signal: null };

  const isListening = (candidate: (message: In) => void): boolean => listener === candidate;

  const receive = (line: Buffer): void => {
    let message: In;
    try {
      // Whoever knows the token is of this user and, as `ready` tells, of this build.
      message = JSON.parse(line.toString('utf8')) as In;
    } catch {
      socket.destroy();
      return;
    }
    if (listener === undefined) early.push(message);
    else listener(message);
  };

  socket.on('data', (data: Buffer) => {
    let start = 0;
    for (let at = data.indexOf(10); at >= 0 && !socket.destroyed; at = data.indexOf(10, start)) {
      const line = data.subarray(start, at);
      if (bytes + line.length > limitBytes) socket.destroy();
      else receive(bytes === 0 ? line : Buffer.concat([...chunks, line]));
      chunks = [];
      bytes = 0;
      start = at + 1;
    }
    if (start === data.length) return;
    chunks.push(data.subarray(start));
    bytes += data.length - start;
    if (bytes > limitBytes) socket.destroy();
  });
  // Both ends are opened half-closable: whoever listens decides on its own when it has nothing more to say.
  if (role === 'caller') socket.on('end', () => socket.end());
  // `close` follows and tells the same.
  socket.on('error', () => {});
  socket.on('close', () => {
    hasEnded = true;
    for (const notify of endListeners) notify(end);
    endListeners.clear();
  });

  return {
    post(message) {
      if (!socket.writable) return;
      socket.write(`${JSON.stringify(message)}\n`);
      if (socket.writableLength > largestBacklogBytes) socket.destroy();
    },
    onMessage(next) {
      listener = next;
      // The listener may go at the first of them: the others are for the next one.
      while (early.length > 0 && isListening(next)) for (const message of early.splice(0, 1)) next(message);
      return toDisposable(() => {
        if (listener === next) listener = undefined;
      });
    },
    onEnd(notify) {
      if (hasEnded) notify(end);
      else endListeners.add(notify);
      return toDisposable(() => endListeners.delete(notify));
    },
    close: () => socket.end(),
    trust() {
      limitBytes = largestMessageBytes;
    },
    flush: () =>
      new Promise((resolve) => {
        if (socket.writable) socket.write('', () => resolve());
        else resolve();
      }),
    destroy: () => socket.destroy(),
  };
}
