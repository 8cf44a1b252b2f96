import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import { describeStatus } from '../../src/editor/describeStatus.ts';
import type { ModelDescription } from '../../src/engine/engine.ts';
import type { LocalPlace } from '../../src/engine/localPlace.ts';

const gib = 1024 ** 3;
const place: LocalPlace = {
  kind: 'local',
  path: '/models/a.gguf',
  fileBytes: 2_740_937_888,
  threads: 4,
  gpu: { asked: 'auto', device: 'cpu', layersOnGpu: 0, layers: 33 },
  memory: {
    weights: { cpu: 2.5 * gib, gpu: 0 },
    context: { cpu: 0.5 * gib, gpu: 0 },
    compute: { cpu: 0.25 * gib, gpu: 0 },
  },
  reductions: [],
  adapters: [],
};
const model: ModelDescription = {
  name: 'Qwen3.5-4B',
  identity: 'x',
  parameterCount: 4_000_000_000,
  capabilities: { infill: 'block', chat: true, tools: true, thinking: true },
  contextTokens: 8192,
  infillContextTokens: 4096,
  place,
};
const usual = { areCompletionsOn: true, isAnswering: false };
const ready = (changes: Partial<LocalPlace> = {}) =>
  ({ kind: 'ready', model: { ...model, place: { ...place, ...changes } } }) as const;

describe('the status', () => {
  it('tells what the memory is for', () => {
    const { word, lines } = describeStatus(ready(), usual);
    expect(word).toBe('ready');
    expect(lines).toContain('weights 2.5 GB, context 512 MB, computing 256 MB');
  });

  it('tells how memory and layers are shared out with a GPU', () => {
    const { lines } = describeStatus(
      ready({ memory: { ...place.memory, weights: { cpu: gib, gpu: 1.5 * gib } } }),
      usual,
    );
    expect(lines.join()).toContain('1.5 GB on the GPU, 1.75 GB in main memory');
  });

  it('says on what it runs instead of a GPU that failed, and why', () => {
    const fallback = { backend: 'cuda', cause: { kind: 'crashed', exitCode: null, signal: 'SIGSEGV' } } as const;
    const { word, lines } = describeStatus(ready({ gpu: { ...place.gpu, asked: 'cuda', fallback } }), usual);
    expect(word).toBe('ready, on CPU');
    expect(lines).toContain('It runs on the CPU, because CUDA crashed (SIGSEGV).');
  });

  it('says what was given up when memory ran out', () => {
    const { lines } = describeStatus(
      ready({ reductions: [{ kind: 'context', fromTokens: 32_768, toTokens: 16_384 }] }),
      usual,
    );
    expect(lines).toContain('Memory ran out, so a chat holds 16,384 tokens instead of 32,768.');
  });

  it.each([
    [{ kind: 'stopped', model } as const, 'idle', 'wakes with the next request'],
    [{ kind: 'stopped', model: undefined } as const, 'idle', 'starts with the next request'],
    [{ ...ready(), isSilent: true } as const, 'not answering', 'has not answered'],
  ])('tells a model at rest from one that is stuck', (state, word, line) => {
    const status = describeStatus(state, usual);
    expect(status.word).toBe(word);
    expect(status.lines.join(' ')).toContain(line);
    expect(status.isProblem).toBe(false);
  });

  it('tells a halted engine from other problems', () => {
    const halted = new AppError('engine-halted', { crashes: 3, minutes: 5, exitCode: null, signal: 'SIGABRT' });
    expect(describeStatus({ kind: 'failed', error: halted }, usual).word).toBe('halted');
    const missing = new AppError('model-missing', { path: '/a.gguf' });
    expect(describeStatus({ kind: 'failed', error: missing }, usual).word).toBe('problem');
  });

  it('shows a download where nothing else is more urgent', () => {
    const extras = { ...usual, download: { name: 'Qwen3.5 9B Q4_K_M', percent: 42 } };
    expect(describeStatus(ready(), extras).word).toBe('downloading 42%');
    expect(describeStatus(ready(), { ...extras, isAnswering: true }).word).toBe('writing');
    const failed = { kind: 'failed', error: new AppError('no-model', {}) } as const;
    expect(describeStatus(failed, extras).word).toBe('problem');
    expect(describeStatus(failed, extras).lines.join(' ')).toContain('42% downloaded');
  });
});
