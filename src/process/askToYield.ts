import { compareBuilds } from './buildOrder.ts';
import { connectSocket } from './connectSocket.ts';
import { introduce, readChallenge } from './handshake.ts';
import { socketChannel } from './socketChannel.ts';
import { foundSockets, socketAddress } from './socketFolder.ts';

/** How long memory is waited for: an engine that stays is no reason not to start. */
const patienceMs = 3_000;

/**
 * Asks the engines of older builds that nobody has used for a while to end, and settles when those have. It is asked
 * once, by the engine of the key `own` that starts; an older build never asks a newer one, so two builds cannot keep ending each other.
 */
export async function askOlderToYield(
  { folder, own, build }: { readonly folder: string; readonly own: string; readonly build: string },
  token: string,
): Promise<void> {
  if (process.platform === 'win32') return;
  const others = foundSockets(folder).filter(({ key }) => key !== own);
  const addresses = others.map(({ key, number }) => socketAddress(folder, key, number));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([late, Promise.allSettled(addresses.map((address) => ask(address, build, token)))]);
  clearTimeout(timer);
}

async function ask(address: string, build: string, token: string): Promise<void> {
  const socket = await connectSocket(address);
  if (socket === undefined) return;
  const channel = socketChannel<never, never>(socket, 'caller');
  const challenge = await readChallenge(channel);
  if (challenge === undefined || compareBuilds(challenge.build, build) >= 0) {
    channel.destroy();
    return;
  }
  if (await introduce(channel, token, challenge, { purpose: 'yield', build })) {
    await new Promise<void>((resolve) => channel.onEnd(() => resolve()));
  }
}
