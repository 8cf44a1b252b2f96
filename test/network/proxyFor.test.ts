import { expect, test } from 'vitest';
import { proxyFor } from '../../src/harness/engines/environmentProxy.ts';

const proxies = { HTTPS_PROXY: 'http://secure:3128', http_proxy: 'plain:3128' };

test.each([
  ['https://api.example/v1', proxies, 'http://secure:3128'],
  ['http://api.example/v1', proxies, 'http://plain:3128'],
  ['http://api.example/v1', { ALL_PROXY: 'http://any:1' }, 'http://any:1'],
  ['http://127.0.0.1:8000/v1', proxies, undefined],
  ['https://localhost/v1', proxies, undefined],
  ['https://api.example/v1', { ...proxies, NO_PROXY: 'example' }, undefined],
  ['https://api.example/v1', { ...proxies, no_proxy: 'other, .example' }, undefined],
  ['https://api.example/v1', { ...proxies, NO_PROXY: 'ample' }, 'http://secure:3128'],
  ['https://api.example/v1', { ...proxies, NO_PROXY: 'api.example:8443' }, 'http://secure:3128'],
  ['https://api.example:8443/v1', { ...proxies, NO_PROXY: 'api.example:8443' }, undefined],
  ['https://api.example/v1', { ...proxies, NO_PROXY: '*' }, undefined],
  ['https://api.example/v1', { HTTPS_PROXY: '' }, undefined],
  ['https://api.example/v1', { HTTPS_PROXY: 'socks5://old:1080' }, undefined],
])('%s with %j goes through %s', (url, environment, proxy) => {
  expect(proxyFor(new URL(url), environment)).toBe(proxy);
});
