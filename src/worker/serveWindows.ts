import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { type Clock, systemClock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { Channel } from '../engine/channel.ts';
import type { LocalEngine } from '../engine/engine.ts';
import type { Farewell, HostMessage, WorkerMessage } from '../engine/protocol.ts';
import { serveEngine } from '../engine/serveEngine.ts';
import { compareBuilds } from '../process/buildOrder.ts';
import { admit } from '../process/handshake.ts';
import type { SharedListener } from '../process/listenShared.ts';
import { type SocketChannel, socketChannel } from '../process/socketChannel.ts';
import { FairTurns } from './fairTurns.ts';
import { type ServedEngine, logTo } from './servedEngine.ts';
import { SharedLoad } from './sharedLoad.ts';

export interface SharingTimes {
  /** After the last window has gone, for one that reloads. */
  readonly lingerMs: number;
  /** Without any window at all from the start: whoever started this process is gone. */
  readonly firstWindowMs: number;
  /** Without a request for this long, a newer build may take the place. */
  readonly yieldAfterMs: number;
}

export const sharingTimes: SharingTimes = { lingerMs: 5_000, firstWindowMs: 60_000, yieldAfterMs: 60_000 };

export interface WindowServerOptions {
  readonly listener: SharedListener;
  readonly createEngine: (log: Log) => ServedEngine;
  readonly token: string;
  readonly self: { readonly build: string; readonly pid: number; readonly errorFile: string };
  readonly times: SharingTimes;
  /** Ends the process. Its address is free by then. */
  readonly exit: () => void;
  readonly clock?: Clock;
}

interface Window {
  readonly channel: SocketChannel<WorkerMessage, HostMessage>;
}

/** A window that does not read its goodbye is not waited for. */
const goodbyeMs = 500;

/**
 * Serves every window that comes with one engine, and ends with the last of them. Windows take turns, a window that
 * dies takes nothing but its own requests with it, and what is logged for a request goes to the window that made it.
 */
export function serveWindows(options: WindowServerOptions): { end: () => void } {
  const { listener, createEngine, token, self, times, exit, clock = systemClock } = options;
  const windows = new Set<Window>();
  const asking = new AsyncLocalStorage<Window>();
  const engine = createEngine(
    logTo((message) => {
      // What is nobody's goes to the oldest window, which has most likely started this process.
      const [oldest] = windows;
      const asker = asking.getStore();
      (asker !== undefined && windows.has(asker) ? asker : oldest)?.channel.post(message);
    }),
  );
  const load = new SharedLoad(engine);
  const [infills, replies] = [new FairTurns(), new FairTurns()];
  let running = 0;
  let lastUseMs = clock.now();
  let isEnding = false;
  let lingering: Disposable | undefined;

  const isBusy = (): boolean => running > 0 || engine.isReadingAhead === true;

  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    lingering?.dispose();
    listener.close();
    const goodbyes = [...windows].map(({ channel }) => {
      channel.post({ kind: 'goodbye' });
      return channel.flush();
    });
    if (goodbyes.length === 0) {
      exit();
      return;
    }
    clock.after(goodbyeMs, exit);
    void Promise.all(goodbyes).then(exit);
  };

  const linger = (delayMs: number): void => {
    lingering?.dispose();
    lingering = clock.after(delayMs, end);
  };

  const use = async <T>(window: Window, work: () => Promise<T>): Promise<T> => {
    running += 1;
    try {
      return await asking.run(window, work);
    } finally {
      running -= 1;
      lastUseMs = clock.now();
    }
  };

  const engineFor = (window: Window): LocalEngine => ({
    load: (request, onProgress, signal) => use(window, () => load.join(request, onProgress, signal)),
    infill: (request, onText, signal) =>
      use(window, () => infills.run(window, signal, () => engine.infill(request, onText, signal))),
    reply: (request, onPart, signal) =>
      use(window, () => replies.run(window, signal, () => engine.reply(request, onPart, signal))),
    selfTest: (signal) => use(window, () => engine.selfTest(signal)),
    count: (prompt, signal) => use(window, () => engine.count(prompt, signal)),
    dispose: () => Promise.resolve(),
  });

  const tellClients = (): void => {
    engine.expectWindows?.(windows.size);
    for (const { channel } of windows) channel.post({ kind: 'shared', pid: self.pid, clients: windows.size });
  };

  const leave = (window: Window, farewell: Farewell): void => {
    if (!windows.delete(window)) return;
    if (farewell === 'end' || (farewell === 'end-unless-used' && windows.size === 0)) {
      end();
      return;
    }
    tellClients();
    if (windows.size === 0) linger(times.lingerMs);
  };

  const welcome = (channel: SocketChannel<WorkerMessage, HostMessage>): void => {
    if (isEnding) {
      channel.destroy();
      return;
    }
    const window: Window = { channel };
    lingering?.dispose();
    windows.add(window);
    const served: Channel<WorkerMessage, HostMessage> = {
      ...channel,
      // The end of a process that ends is told by the end of its sockets, and not before it is out of memory.
      close: () => (isEnding ? undefined : channel.close()),
    };
    serveEngine(engineFor(window), served, { isBusy, onLeave: (farewell) => leave(window, farewell) });
    channel.onEnd(() => leave(window, 'linger'));
    tellClients();
  };

  const greet = async (socket: Socket): Promise<void> => {
    const channel = socketChannel<WorkerMessage, HostMessage>(socket, 'listener');
    socket.on('end', () => (isEnding ? undefined : socket.end()));
    const hello = await admit(channel, token, self);
    if (hello?.purpose === 'attach') welcome(channel);
    if (hello?.purpose !== 'yield') return;
    const isIdle = !isBusy() && clock.now() - lastUseMs >= times.yieldAfterMs;
    if (isIdle && compareBuilds(self.build, hello.build) < 0) end();
    else channel.close();
  };

  linger(times.firstWindowMs);
  listener.onConnection((socket) => void greet(socket));
  return { end };
}
