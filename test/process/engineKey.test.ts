import { expect, test } from 'vitest';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { engineKey } from '../../src/process/engineKey.ts';

const load: LoadRequest = { path: '/m.gguf', contextTokens: 4096, threads: 0, gpu: 'auto' };
const key = engineKey('1.0.0+a', load, '');

test('windows that want the same of the same build share an engine, in whatever order they say it', () => {
  expect(engineKey('1.0.0+a', { gpu: 'auto', threads: 0, contextTokens: 4096, path: '/m.gguf' }, '')).toBe(key);
});

test('what a load gave up after a crash leads to the same engine', () => {
  const reductions = [{ kind: 'processor-only' }] as const;
  expect(engineKey('1.0.0+a', { ...load, reductions }, '')).toBe(key);
});

test('editors that keep their caches in different places share an engine all the same', () => {
  expect(engineKey('1.0.0+a', { ...load, cacheFolder: '/cache' }, '')).toBe(key);
});

test.each<[string, string]>([
  ['another build', engineKey('1.0.0+b', load, '')],
  ['another file', engineKey('1.0.0+a', { ...load, path: '/n.gguf' }, '')],
  ['another context', engineKey('1.0.0+a', { ...load, contextTokens: 8192 }, '')],
  ['another GPU', engineKey('1.0.0+a', { ...load, gpu: 'off' }, '')],
  ['other adapters', engineKey('1.0.0+a', { ...load, adapters: [{ path: '/a.gguf', scale: 1 }] }, '')],
  ['another program', engineKey('1.0.0+a', load, '/worker.mjs')],
])('%s is another engine', (_what, other) => {
  expect(other).not.toBe(key);
});
