import { type Socket, connect } from 'node:net';

/** No address, nobody at it, or somebody who died while we waited at the door. */
const nobody: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** Undefined: nobody listens there. An engine whose hands are full is somebody too; other failures reject. */
export function connectSocket(address: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    // The other end decides when it has nothing more to say: its process may have to end first.
    const socket = connect({ path: address, allowHalfOpen: true });
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (nobody.has(error.code)) resolve(undefined);
      else reject(error);
    });
  });
}
