import { expect, test } from 'vitest';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { retryAfterCrash } from '../../src/engine/retryAfterCrash.ts';

const request: LoadRequest = { path: '/m.gguf', contextTokens: 8192, threads: 1, gpu: 'auto' };
const killed = { exitCode: null, signal: 'SIGKILL' };
const faulted = { exitCode: null, signal: 'SIGSEGV' };

test('a process that was killed is followed by ones that need less, until there is nothing to give up', () => {
  const reductionsTried = [];
  let next: LoadRequest | undefined = request;
  while ((next = retryAfterCrash(next, killed)) !== undefined) reductionsTried.push(next.reductions?.at(-1));
  expect(reductionsTried).toEqual([{ kind: 'context', fromTokens: 8192, toTokens: 4096 }, { kind: 'processor-only' }]);
});

test('any other end on a GPU is blamed on it, once', () => {
  const retry = retryAfterCrash({ ...request, gpu: 'vulkan' }, faulted);
  const cause = { kind: 'crashed', exitCode: null, signal: 'SIGSEGV' };
  expect(retry).toEqual({ ...request, gpu: 'vulkan', brokenGpu: { backend: 'vulkan', cause } });
  expect(retry && retryAfterCrash(retry, faulted)).toBeUndefined();
  expect(retryAfterCrash(request, faulted, 'cuda')).toMatchObject({ gpu: 'auto', brokenGpu: { backend: 'cuda' } });
});

test('a crash on the processor would happen again', () => {
  expect(retryAfterCrash({ ...request, gpu: 'off' }, faulted)).toBeUndefined();
  expect(retryAfterCrash(request, faulted)).toBeUndefined();
});
