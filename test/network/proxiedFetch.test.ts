/** The command line's way through a proxy, and what a proxy or a certificate in the way is called. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { networkProblemOf } from '../../src/base/networkProblem.ts';
import { environmentProxy } from '../../src/harness/engines/environmentProxy.ts';
import { createHttpFetch } from '../../src/providers/httpFetch.ts';
import { makeCertificates } from './certificates.ts';
import { startForwardProxy } from './forwardProxy.ts';
import { startSecureFront } from './secureFront.ts';

const server = createServer((_, response) => void response.end('hello')).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const front = await startSecureFront(
  makeCertificates(['secure.test']),
  new Map([['secure.test', new URL(`http://127.0.0.1:${port}`)]]),
);
const proxy = await startForwardProxy(
  new Map([
    ['plain.test:80', port],
    ['secure.test:443', front.port],
  ]),
);
afterAll(async () => {
  server.close();
  await front.close();
  await proxy.close();
});
beforeEach(() => {
  proxy.seen.length = 0;
  proxy.credentials = undefined;
});

const through = (address: string) => createHttpFetch(environmentProxy({ HTTPS_PROXY: address, HTTP_PROXY: address }));
const problemOf = (url: string, address = `http://${proxy.host}`): Promise<unknown> =>
  through(address)(url).then(
    ({ status }) => status,
    (error: unknown) => networkProblemOf(error),
  );

test('a plain request goes as a whole address, with the credentials of the proxy', async () => {
  proxy.credentials = 'me:secret';
  const response = await through(`http://me:secret@${proxy.host}`)('http://plain.test/');
  expect(await response.text()).toBe('hello');
  expect(proxy.seen).toEqual([{ kind: 'whole address', host: 'plain.test:80', isRefused: false }]);
});

test('an encrypted one goes through a tunnel, and its certificate is checked', async () => {
  expect(await problemOf('https://secure.test/')).toBe('self-signed');
  expect(proxy.seen).toEqual([{ kind: 'tunnel', host: 'secure.test:443', isRefused: false }]);
});

test.each(['http://plain.test/', 'https://secure.test/'])(
  'a proxy that wants a password for %s is named',
  async (url) => {
    proxy.credentials = 'me:secret';
    expect(await problemOf(url)).toBe('proxy-auth');
  },
);

test('a proxy’s refusal is not taken for the answer of the server', async () => {
  expect(await problemOf('https://nowhere.test/')).toBe('proxy-refused');
});

test.each(['http://plain.test/', 'https://secure.test/'])(
  'a proxy that does not answer for %s is named',
  async (url) => {
    expect(await problemOf(url, 'http://127.0.0.1:9')).toBe('proxy-unreachable');
  },
);
