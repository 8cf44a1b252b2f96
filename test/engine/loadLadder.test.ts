import { expect, test } from 'vitest';
import { OutOfMemory, climbDown } from '../../src/engine/climbDown.ts';
import { type LoadLimits, type LoadReduction, limitsOf } from '../../src/engine/loadLadder.ts';

interface Machine {
  /** What the weights need on the GPU, for each layer. */
  readonly gpuLayersThatFit: number;
  readonly contextThatFits: number;
  /** The context that fits without a GPU. */
  readonly contextOnProcessor: number;
  /** What the library puts on the GPU when nobody says. */
  readonly layers: number;
}

/** Loads as `machine` allows, and notes what it was asked for. */
function fakeLoader(machine: Machine) {
  const attempts: LoadLimits[] = [];
  const load = async (limits: LoadLimits): Promise<string> => {
    attempts.push(limits);
    const layers = limits.gpuLayers ?? machine.layers;
    if (layers > machine.gpuLayersThatFit) throw new OutOfMemory('weights', layers, 'no VRAM');
    const fits = layers === 0 ? machine.contextOnProcessor : machine.contextThatFits;
    if (limits.contextTokens > fits) throw new OutOfMemory('contexts', layers, 'no room');
    return `${limits.contextTokens} tokens, ${layers} layers`;
  };
  return { attempts, load };
}

const roomy: Machine = {
  gpuLayersThatFit: 24,
  contextThatFits: 1_000_000,
  contextOnProcessor: 1_000_000,
  layers: 24,
};
const start: LoadLimits = { contextTokens: 32_768, gpuLayers: undefined };

async function descend(machine: Machine, from = start) {
  const { attempts, load } = fakeLoader(machine);
  const seen: LoadReduction[] = [];
  const outcome = await climbDown(from, load, (reduction) => seen.push(reduction));
  expect(seen).toEqual(outcome.reductions);
  return { ...outcome, attempts };
}

test('what fits is loaded at once, with nothing given up', async () => {
  const { result, reductions, attempts } = await descend(roomy);
  expect({ result, reductions }).toEqual({ result: '32768 tokens, 24 layers', reductions: [] });
  expect(attempts).toHaveLength(1);
});

test('the context is halved first', async () => {
  const { result, reductions } = await descend({ ...roomy, contextThatFits: 10_000 });
  expect(result).toBe('8192 tokens, 24 layers');
  expect(reductions).toEqual([
    { kind: 'context', fromTokens: 32_768, toTokens: 16_384 },
    { kind: 'context', fromTokens: 16_384, toTokens: 8192 },
  ]);
});

test('at the smallest useful context layers leave the GPU, and in the end all of them', async () => {
  const machine = { ...roomy, layers: 5, contextThatFits: 100, contextOnProcessor: 5000 };
  const { result, reductions } = await descend(machine, { contextTokens: 6000, gpuLayers: undefined });
  expect(result).toBe('4096 tokens, 0 layers');
  expect(reductions).toEqual([
    { kind: 'context', fromTokens: 6000, toTokens: 4096 },
    { kind: 'gpu-layers', fromLayers: 5, toLayers: 2 },
    { kind: 'gpu-layers', fromLayers: 2, toLayers: 1 },
    { kind: 'processor-only' },
  ]);
});

test('weights that do not fit keep their context', async () => {
  const { result, reductions } = await descend({ ...roomy, gpuLayersThatFit: 12 });
  expect(result).toBe('32768 tokens, 12 layers');
  expect(reductions).toEqual([{ kind: 'gpu-layers', fromLayers: 24, toLayers: 12 }]);
});

test('a context below the smallest useful one is left as it was asked for', async () => {
  const machine = { ...roomy, layers: 0, contextOnProcessor: 1000 };
  await expect(descend(machine, { contextTokens: 2048, gpuLayers: 0 })).rejects.toMatchObject({ shortOf: 'contexts' });
});

test('what fails for another reason is not tried again', async () => {
  const attempts: LoadLimits[] = [];
  const load = async (limits: LoadLimits): Promise<never> => {
    attempts.push(limits);
    throw new Error('damaged');
  };
  await expect(climbDown(start, load, () => {})).rejects.toThrow('damaged');
  expect(attempts).toHaveLength(1);
});

test('limits are those of the request after what an earlier process gave up', () => {
  expect(limitsOf({ contextTokens: 8192, gpu: 'auto' })).toEqual({ contextTokens: 8192, gpuLayers: undefined });
  expect(limitsOf({ contextTokens: 8192, gpu: 'off' })).toEqual({ contextTokens: 8192, gpuLayers: 0 });
  const reductions: LoadReduction[] = [
    { kind: 'context', fromTokens: 8192, toTokens: 4096 },
    { kind: 'processor-only' },
  ];
  expect(limitsOf({ contextTokens: 8192, gpu: 'auto', reductions })).toEqual({ contextTokens: 4096, gpuLayers: 0 });
});
