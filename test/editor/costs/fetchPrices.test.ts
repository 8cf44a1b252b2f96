import { describe, expect, it } from 'vitest';
import { publicPriceLists } from '../../../src/benchmark/cost/publicPrices.ts';
import { fetchPrices } from '../../../src/editor/costs/fetchPrices.ts';
import type { Fetch } from '../../../src/providers/guardedFetch.ts';

const [list] = publicPriceLists;
if (list === undefined) throw new Error('there is no list');
const signal = new AbortController().signal;
const answer =
  (body: string, status = 200): Fetch =>
  () =>
    Promise.resolve(new Response(body, { status }));
const ask = (fetch: Fetch, isOffline = false) =>
  fetchPrices(list, { fetch, isOffline: () => isOffline, today: () => '2026-11-30' }, signal);

describe('asking a public list for prices', () => {
  it('sends one request that says nothing of the user', async () => {
    const requests: { url: string; init: unknown }[] = [];
    const fetch: Fetch = (url, init) => {
      requests.push({ url: String(url), init });
      return Promise.resolve(new Response('{"openai":{"models":{"m":{"cost":{"input":1,"output":2}}}}}'));
    };
    expect((await ask(fetch)).prices).toHaveLength(1);
    expect(requests).toEqual([
      {
        url: 'https://models.dev/api.json',
        init: { headers: { accept: 'application/json', 'user-agent': 'Parity' }, redirect: 'manual', signal },
      },
    ]);
  });

  it('asks nobody while the network is off', async () => {
    const never: Fetch = () => {
      throw new Error('asked');
    };
    await expect(ask(never, true)).rejects.toMatchObject({ code: 'network-offline' });
  });

  it.each([
    ['a redirect', answer('', 302), 'prices-unreachable'],
    ['a failure', answer('busy', 503), 'prices-unreachable'],
    ['no network', () => Promise.reject(new TypeError('failed')), 'prices-unreachable'],
    ['a page', answer('<html>'), 'prices-unreadable'],
    ['another shape', answer('[]'), 'prices-unreadable'],
    ['nothing of use', answer('{}'), 'prices-unreadable'],
  ])('says what went wrong: %s', async (_name, fetch, code) => {
    await expect(ask(fetch)).rejects.toMatchObject({ code, data: { host: 'models.dev' } });
  });
});
