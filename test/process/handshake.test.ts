import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAccessToken } from '../../src/process/accessToken.ts';
import { type Hello, admit, introduce, readChallenge } from '../../src/process/handshake.ts';
import { socketChannel } from '../../src/process/socketChannel.ts';
import { deferred } from '../deferred.ts';

const self = { build: '1.0.0+a', pid: 7, errorFile: 'abc.def.err' };
let folder: string;
let token: string;
let server: Server;
/** What the engine came to think of the newest caller. */
let admitted: Promise<Hello | undefined>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parity-test-'));
  token = readAccessToken(folder);
  const outcome = deferred<Hello | undefined>();
  admitted = outcome.promise;
  server = createServer((socket) => {
    admit(socketChannel(socket, 'listener'), token, self).then(outcome.resolve, outcome.reject);
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function call(): Socket {
  return connect(join(folder, 's'));
}

async function greet(withToken: string): Promise<boolean> {
  const channel = socketChannel<unknown, unknown>(call(), 'caller');
  const challenge = await readChallenge(channel);
  expect(challenge).toMatchObject(self);
  if (challenge === undefined) return false;
  const isWelcome = await introduce(channel, withToken, challenge, { purpose: 'attach', build: '1.0.0+a' });
  channel.destroy();
  return isWelcome;
}

test('the token is made once and only its user may read it', () => {
  expect(readAccessToken(folder)).toBe(token);
  expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600);
});

test('with the token both ends know each other', async () => {
  expect(await greet(token)).toBe(true);
  expect(await admitted).toMatchObject({ purpose: 'attach', build: '1.0.0+a' });
});

test('with a wrong token the caller is cut off', async () => {
  expect(await greet('0'.repeat(64))).toBe(false);
  expect(await admitted).toBeUndefined();
});

test('the token never crosses the socket', async () => {
  let seen = '';
  const socket = call();
  socket.on('data', (data: Buffer) => (seen += data.toString()));
  const channel = socketChannel<unknown, unknown>(socket, 'caller');
  const challenge = await readChallenge(channel);
  if (challenge !== undefined) await introduce(channel, token, challenge, { purpose: 'attach', build: 'b' });
  channel.destroy();
  expect(seen).toContain('welcome');
  expect(seen).not.toContain(token);
});

test.each([
  ['something that is no JSON', 'GET / HTTP/1.1\n'],
  ['something else', '{"kind":"call"}\n'],
  ['a line that does not end', 'x'.repeat(100_000)],
])('who says %s is cut off', async (_what, text) => {
  const socket = call();
  socket.on('error', () => {});
  socket.write(text);
  await new Promise((resolve) => {
    socket.on('close', resolve);
    socket.resume();
  });
  expect(await admitted).toBeUndefined();
});

test('a caller learns nothing from a program that only sits at the address', async () => {
  const address = join(folder, 'imposter');
  const imposter = createServer((socket) => {
    const channel = socketChannel<unknown, unknown>(socket, 'listener');
    channel.post({ kind: 'challenge', nonce: 'n', ...self });
    channel.onMessage(() => channel.post({ kind: 'welcome', proof: 'f'.repeat(64) }));
  });
  await new Promise<void>((resolve) => imposter.listen(address, resolve));
  const channel = socketChannel<unknown, unknown>(connect(address), 'caller');
  const challenge = await readChallenge(channel);
  expect(challenge && (await introduce(channel, token, challenge, { purpose: 'attach', build: 'b' }))).toBe(false);
  imposter.close();
});
