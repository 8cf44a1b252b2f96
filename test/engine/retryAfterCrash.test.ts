import { expect, test } from 'vitest';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { retryAfterCrash } from '../../src/engine/retryAfterCrash.ts';

const request: LoadRequest = { path: '/m.gguf', contextTokens: 8192, threads: 1, gpu: 'auto' };
const killed = { exitCode: null, signal: 'SIGKILL' };
const faulted = { exitCode: null, signal: 'SIGSEGV' };

test('a process that was killed is followed by ones that need less, until there is nothing to give up', () => {
  const reductionsTried = [];
  let next: LoadRequest | undefined = request;
  while ((next = retryAfterCrash({ request: next, end: killed })) !== undefined)
    reductionsTried.push(next.reductions?.at(-1));
  expect(reductionsTried).toEqual([{ kind: 'context', fromTokens: 8192, toTokens: 4096 }, { kind: 'processor-only' }]);
});

test('any other end on a GPU is blamed on it, once', () => {
  const retry = retryAfterCrash({ request: { ...request, gpu: 'vulkan' }, end: faulted });
  const cause = { kind: 'crashed', exitCode: null, signal: 'SIGSEGV' };
  expect(retry).toEqual({ ...request, gpu: 'vulkan', brokenGpu: { backend: 'vulkan', cause } });
  expect(retry && retryAfterCrash({ request: retry, end: faulted })).toBeUndefined();
  expect(retryAfterCrash({ request, end: faulted, backend: 'cuda' })).toMatchObject({
    gpu: 'auto',
    brokenGpu: { backend: 'cuda' },
  });
});

test('a crash on the processor would happen again', () => {
  expect(retryAfterCrash({ request: { ...request, gpu: 'off' }, end: faulted })).toBeUndefined();
  expect(retryAfterCrash({ request, end: faulted })).toBeUndefined();
});

test('one that was killed before the weights were in is followed by the least context at once', () => {
  const large: LoadRequest = { ...request, contextTokens: 262_144, gpu: 'off' };
  const retry = retryAfterCrash({ request: large, end: killed, stage: 'weights' });
  const reductions = [{ kind: 'context', fromTokens: 262_144, toTokens: 4096 }];
  expect(retry).toEqual({ ...large, reductions });
  expect(retry && retryAfterCrash({ request: retry, end: killed, stage: 'weights' })).toBeUndefined();
});

test.each([
  ['a container killed it', { exitCode: 137, signal: null }],
  ['it was refused memory', { exitCode: null, signal: 'SIGABRT', lastWords: "throwing 'std::bad_alloc'" }],
])('less is tried also when %s, on a GPU too', (_cause, end) => {
  expect(retryAfterCrash({ request, end, backend: 'cuda' })?.reductions).toEqual([
    { kind: 'context', fromTokens: 8192, toTokens: 4096 },
  ]);
});

test('when nobody knows how it ended, the same is tried once, and then less', () => {
  const end = { exitCode: null, signal: null };
  expect(retryAfterCrash({ request, end, unknownEnds: 1 })).toBe(request);
  expect(retryAfterCrash({ request, end, unknownEnds: 2 })?.reductions).toHaveLength(1);
});
