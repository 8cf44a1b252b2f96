import { rmSync } from 'node:fs';
import { type Server, type Socket, createServer } from 'node:net';
import { connectSocket } from './connectSocket.ts';
import { SharingProblem } from './sharingProblem.ts';
import { foundSockets, socketAddress } from './socketFolder.ts';

export interface SharedListener {
  onConnection(listener: (socket: Socket) => void): void;
  /** From now on nobody can connect, and another engine of this key may start. */
  close(): void;
}

/**
 * Makes this process the engine of `key`, unless one lives already (undefined). Binding the address decides, which only
 * one process can do; an address is never freed by anybody but a successor with a higher number. Throws
 * `SharingProblem`.
 */
export async function listenShared(folder: string, key: string): Promise<SharedListener | undefined> {
  for (let tries = 0; tries < 10; tries += 1) {
    const newest = numbersOf(folder, key)[0] ?? 0;
    if (newest > 0 && (await isAlive(socketAddress(folder, key, newest)))) return undefined;
    const server = await bind(socketAddress(folder, key, newest + 1));
    // Somebody else was quicker: is it alive?
    if (server === undefined) continue;
    const listener = sharedListener(server);
    if (await isSuccessor(folder, key, newest)) return listener;
    listener.close();
    return undefined;
  }
  return undefined;
}

/**
 * A socket that another process has just bound refuses callers until that process listens, and looks dead. So the ones
 * before ours are tried once more, now that ours can be seen: of two that start at once, one sees the other. What is dead
 * is taken away; if ours was, by one who thought the same of us, we are not the successor.
 */
async function isSuccessor(folder: string, key: string, newest: number): Promise<boolean> {
  if (process.platform === 'win32') return true;
  for (const number of numbersOf(folder, key).filter((other) => other <= newest)) {
    const address = socketAddress(folder, key, number);
    if (await isAlive(address)) return false;
    rmSync(address, { force: true });
  }
  return numbersOf(folder, key).includes(newest + 1);
}

function numbersOf(folder: string, key: string): readonly number[] {
  // A pipe of Windows needs no number, and leaves nothing.
  if (process.platform === 'win32') return [];
  return foundSockets(folder).flatMap((found) => (found.key === key ? [found.number] : []));
}

async function isAlive(address: string): Promise<boolean> {
  try {
    const socket = await connectSocket(address);
    socket?.destroy();
    return socket !== undefined;
  } catch (error) {
    // More wait there than it can take at once.
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return true;
    throw new SharingProblem(`nobody can tell whether ${address} is alive`, { cause: error });
  }
}

/** Undefined: the address is taken. */
function bind(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(new SharingProblem(`the socket ${address} cannot be made (${error.code})`, { cause: error }));
    });
    server.listen(address, () => {
      server.removeAllListeners('error');
      resolve(server);
    });
  });
}

function sharedListener(server: Server): SharedListener {
  // Who comes before the first listener is kept for it.
  const early: Socket[] = [];
  server.on('connection', (socket) => early.push(socket));
  return {
    onConnection(listener) {
      server.removeAllListeners('connection');
      server.on('connection', listener);
      for (const socket of early.splice(0)) listener(socket);
    },
    close() {
      for (const socket of early.splice(0)) socket.destroy();
      // Takes the address away too.
      server.close();
    },
  };
}
