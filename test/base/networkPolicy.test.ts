import { expect, test } from 'vitest';
import { isAppError } from '../../src/base/appError.ts';
import { refuseOffline } from '../../src/base/networkPolicy.ts';

function refusedHost(address: string, isOffline = true): string | undefined {
  try {
    refuseOffline(new URL(address), isOffline);
    return undefined;
  } catch (error) {
    if (isAppError(error, 'network-offline')) return error.data.host;
    throw error;
  }
}

test.each([
  'http://127.0.0.1:8080/v1',
  'https://127.255.0.9/',
  'http://127.1/',
  'http://0x7f000001/',
  'http://localhost:11434/',
  'http://LOCALHOST/',
  'http://[::1]:8000/',
])('offline, %s is this machine', (address) => {
  expect(refusedHost(address)).toBeUndefined();
});

test.each([
  ['https://huggingface.co/a/b', 'huggingface.co'],
  ['http://192.168.0.7:8080/', '192.168.0.7:8080'],
  ['http://127.0.0.1.example/', '127.0.0.1.example'],
  ['http://localhost.example/', 'localhost.example'],
  ['http://127.0.0.1@example.com/', 'example.com'],
  ['http://0.0.0.0/', '0.0.0.0'],
  ['http://[::ffff:127.0.0.1]/', '[::ffff:7f00:1]'],
  ['ftp://127.0.0.1/', '127.0.0.1'],
])('offline, %s is refused', (address, host) => {
  expect(refusedHost(address)).toBe(host);
});

test('online, every host is allowed', () => {
  expect(refusedHost('https://huggingface.co/', false)).toBeUndefined();
});
