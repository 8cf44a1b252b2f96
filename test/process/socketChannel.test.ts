import { mkdtempSync, rmSync } from 'node:fs';
import { type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SocketChannel, socketChannel } from '../../src/process/socketChannel.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parity-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let lastAddress = 0;
/** A channel, and the bare socket at its other end. */
async function connected(): Promise<{ channel: SocketChannel<unknown, unknown>; socket: Socket }> {
  const address = join(folder, String(++lastAddress));
  const server = createServer({ allowHalfOpen: true });
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(address, resolve));
  const socket = connect(address);
  socket.on('error', () => {});
  const channel = socketChannel<unknown, unknown>(await accepted, 'listener');
  server.close();
  return { channel, socket };
}

test('messages arrive whole and in order, however their bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ text: fc.string({ unit: 'binary' }) }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      async (messages, sizes) => {
        const { channel, socket } = await connected();
        const bytes = Buffer.from(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
        const received: unknown[] = [];
        const isWhole = new Promise<void>((resolve) => {
          channel.onMessage((message) => {
            received.push(message);
            if (received.length === messages.length) resolve();
          });
        });
        for (let at = 0, step = 0; at < bytes.length; step += 1) {
          const size = sizes[step % sizes.length] ?? 1;
          await new Promise((resolve) => socket.write(bytes.subarray(at, at + size), resolve));
          at += size;
        }
        await isWhole;
        expect(received).toEqual(messages);
        socket.destroy();
      },
    ),
    { numRuns: 30 },
  );
});

test('a listener that goes leaves the messages behind it to the next one', async () => {
  const { channel, socket } = await connected();
  socket.write('1\n2\n3\n');
  const first = await new Promise((resolve) => {
    const subscription = channel.onMessage((message) => {
      subscription.dispose();
      resolve(message);
    });
  });
  const rest: unknown[] = [];
  await new Promise<void>((resolve) => {
    channel.onMessage((message) => {
      rest.push(message);
      if (rest.length === 2) resolve();
    });
  });
  expect([first, ...rest]).toEqual([1, 2, 3]);
  socket.destroy();
});

test('who is trusted may send megabytes; who is not, is cut off', async () => {
  const text = JSON.stringify('x'.repeat(5_000_000));
  const trusted = await connected();
  trusted.channel.trust();
  const arrived = new Promise((resolve) => trusted.channel.onMessage(resolve));
  trusted.socket.write(`${text}\n`);
  expect(await arrived).toHaveLength(5_000_000);
  trusted.socket.destroy();

  const stranger = await connected();
  const messages: unknown[] = [];
  stranger.channel.onMessage((message) => messages.push(message));
  const ended = new Promise((resolve) => stranger.channel.onEnd(resolve));
  stranger.socket.write(`${text}\n`);
  await ended;
  expect(messages).toEqual([]);
});
