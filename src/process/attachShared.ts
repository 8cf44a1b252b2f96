import { join } from 'node:path';
import { throwIfAborted } from '../base/appError.ts';
import { systemClock } from '../base/clock.ts';
import { delay } from '../base/delay.ts';
import { toDisposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { Channel, ChannelEnd } from '../engine/channel.ts';
import type { HostMessage, WorkerMessage } from '../engine/protocol.ts';
import { readAccessToken } from './accessToken.ts';
import { connectSocket } from './connectSocket.ts';
import { type ErrorFile, openErrorFile } from './errorFile.ts';
import { type Challenge, introduce, readChallenge } from './handshake.ts';
import { SharingProblem } from './sharingProblem.ts';
import { type SocketChannel, socketChannel } from './socketChannel.ts';
import { foundSockets, socketAddress } from './socketFolder.ts';
import { spawnShared } from './spawnShared.ts';

export interface SharedEngine {
  readonly modulePath: string;
  readonly folder: string;
  readonly key: string;
  readonly build: string;
}

type EngineChannel = Channel<HostMessage, WorkerMessage>;

const maxTries = 8;
/** An engine on its way out frees its address within moments. */
const pauseMs = 50;
/** One that was told to end for everyone and has not after this long is killed. */
const endGraceMs = 2_000;
/** One that is only left and does not take notice, or is slow to free its memory, is no longer waited for. */
const leaveGraceMs = 10_000;

/**
 * The channel to the engine that all windows with the same key share: the one that lives, else one that this window
 * starts. Throws `SharingProblem` where that cannot be.
 */
export async function attachShared(shared: SharedEngine, log: Log, signal: AbortSignal): Promise<EngineChannel> {
  const { folder, key, modulePath } = shared;
  const token = readAccessToken(folder);
  for (let tries = 0; tries < maxTries; tries += 1) {
    throwIfAborted(signal);
    const attached = await connectNewest(shared, token);
    if (attached !== undefined) {
      const { channel, challenge } = attached;
      log.info(`using the shared engine, process ${challenge.pid}`);
      return engineChannel(channel, challenge, openErrorFile(join(folder, challenge.errorFile)));
    }
    const start = await spawnShared(modulePath, folder, key);
    if (start.kind === 'refused') throw new SharingProblem(start.why);
    if (start.kind === 'ended') return endedChannel(start.end);
    if (start.kind === 'taken') await delay(systemClock, pauseMs, signal);
  }
  throw new SharingProblem('the engine of the other windows does not let this one in');
}

interface Attached {
  readonly channel: SocketChannel<HostMessage, WorkerMessage>;
  readonly challenge: Challenge;
}

async function connectNewest({ folder, key, build }: SharedEngine, token: string): Promise<Attached | undefined> {
  const numbers =
    process.platform === 'win32'
      ? [0]
      : foundSockets(folder)
          .filter((found) => found.key === key)
          .map(({ number }) => number);
  const [newest] = numbers;
  if (newest === undefined) return undefined;
  const socket = await connectSocket(socketAddress(folder, key, newest)).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SharingProblem(`the engine of the other windows cannot be reached (${why})`, { cause });
  });
  if (socket === undefined) return undefined;
  const channel = socketChannel<HostMessage, WorkerMessage>(socket, 'caller');
  const challenge = await readChallenge(channel);
  if (challenge === undefined || !(await introduce(channel, token, challenge, { purpose: 'attach', build }))) {
    channel.destroy();
    return undefined;
  }
  return { channel, challenge };
}

/** The socket's channel, whose end tells more of the process where that can be known. */
function engineChannel(
  channel: SocketChannel<HostMessage, WorkerMessage>,
  { pid }: Challenge,
  errors: ErrorFile,
): EngineChannel {
  let isToEnd = false;
  /** Nobody asks how it ends. */
  let isParted = false;
  let end: ChannelEnd | undefined;
  const endListeners = new Set<(end: ChannelEnd) => void>();
  const ended = (how: ChannelEnd): void => {
    end = how;
    errors.close();
    for (const notify of endListeners) notify(how);
    endListeners.clear();
  };
  channel.onEnd((plain) => {
    if (isParted) ended(plain);
    else void errors.readEnd().then(ended);
  });
  return {
    post(message) {
      if (message.kind === 'leave') {
        isParted = true;
        isToEnd = message.farewell === 'end';
      }
      channel.post(message);
    },
    onMessage: (listener) =>
      channel.onMessage((message) => {
        if (message.kind === 'goodbye') isParted = true;
        listener(message);
      }),
    onEnd(notify) {
      if (end !== undefined) notify(end);
      else endListeners.add(notify);
      return toDisposable(() => endListeners.delete(notify));
    },
    close() {
      isParted = true;
      channel.close();
      const timer = setTimeout(
        () => {
          // The socket is still open, so this number is still the engine's.
          if (isToEnd) process.kill(pid, 'SIGKILL');
          else channel.destroy();
        },
        isToEnd ? endGraceMs : leaveGraceMs,
      );
      timer.unref();
      channel.onEnd(() => clearTimeout(timer));
    },
  };
}

/** Of a process that did not come as far as to be spoken with. */
function endedChannel(end: ChannelEnd): EngineChannel {
  return {
    post() {},
    onMessage: () => toDisposable(() => {}),
    onEnd(notify) {
      notify(end);
      return toDisposable(() => {});
    },
    close() {},
  };
}
