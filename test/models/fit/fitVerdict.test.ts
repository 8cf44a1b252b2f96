import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from '../../../src/models/catalogue/catalogue.ts';
import type { FitHardware } from '../../../src/models/fit/fitHardware.ts';
import { type KnownVerdict, fitVerdict } from '../../../src/models/fit/fitVerdict.ts';
import { batchTokensFor, infillContextTokens, memoryNeeds } from '../../../src/models/fit/memoryNeeds.ts';
import { type ModelFootprint, catalogueFootprint } from '../../../src/models/fit/modelFootprint.ts';
import { apple, card, gib, machine } from './machines.ts';

const mib = 1024 ** 2;

function footprint(id: string, quantName: string): ModelFootprint {
  const model = catalogue().models.find((other) => other.id === id);
  const quant = model?.quants.find(({ name }) => name === quantName);
  const found = model === undefined || quant === undefined ? undefined : catalogueFootprint(model, quant);
  if (found === undefined) throw new Error(`no ${id} ${quantName}`);
  return found;
}

function verdict(model: ModelFootprint, hardware: FitHardware, contextTokens = 8192): KnownVerdict {
  const known = fitVerdict(model, contextTokens, hardware);
  if (known.kind === 'unknown') throw new Error('unknown');
  return known;
}

test('the parts of 0.8B are those that were measured', () => {
  const needs = memoryNeeds(footprint('qwen3.5-0.8b', 'Q4_K_M'), { chatTokens: 8192, infillTokens: 4096 }, 'processor');
  // 12 KiB for each token; a recurrent state of 19.3 MiB; of each context's room to compute, 10 MB that is touched.
  expect(needs.keyValues).toBe((8192 + 4096) * 12 * 1024);
  expect(needs.recurrent / 2 / mib).toBeCloseTo(19.27, 1);
  expect(needs.savedStates).toBe(needs.recurrent * 6);
  expect(needs.compute / 2 / 1e6).toBeCloseTo(10, 0);
  expect(needs.weights / 532_517_120).toBeCloseTo(1, 3);
});

const q4Blocks = 282_193_152;
const q8Blocks = 530_705_664;

function shapeNeeds(blocks: number, chatTokens: number) {
  const embedding = 270_172_160;
  const weights = { embedding, output: embedding, isUntied: false, blocks, routedExperts: 0 };
  const model = { ...footprint('qwen3.5-0.8b', 'Q8_0'), weights };
  return memoryNeeds(model, { chatTokens, infillTokens: infillContextTokens }, 'processor');
}

/** Resident memory (VmRSS) of the worker with the made shape of 0.8B before any question, Linux x64, 2026-11-24. */
test.each([
  ['Q4_0', q4Blocks, 2048, 887],
  ['Q4_0', q4Blocks, 8192, 963],
  ['Q4_0', q4Blocks, 32_768, 1272],
  ['Q8_0', q8Blocks, 2048, 1128],
  ['Q8_0', q8Blocks, 8192, 1213],
  ['Q8_0', q8Blocks, 32_768, 1514],
])(
  '%s of %d bytes with a chat of %d tokens takes %d MB when loaded, within 5 percent',
  (_, blocks, tokens, loadedMb) => {
    // No page of what is computed in has been touched, and no state saved.
    const { total, compute, savedStates } = shapeNeeds(blocks, tokens);
    const loaded = (total - compute - savedStates) / 1e6;
    expect(loaded / loadedMb).toBeGreaterThan(0.95);
    expect(loaded / loadedMb).toBeLessThan(1.05);
  },
);

/**
 * Resident memory of the same process after two completions and two answers (`npm run bench:memory`, the same run). So
 * short a session saves four states of the twelve that there is room for.
 */
test.each([
  ['Q4_0', q4Blocks, 2048, 959],
  ['Q4_0', q4Blocks, 8192, 1035],
  ['Q4_0', q4Blocks, 32_768, 1344],
  ['Q8_0', q8Blocks, 2048, 1212],
  ['Q8_0', q8Blocks, 8192, 1285],
  ['Q8_0', q8Blocks, 32_768, 1595],
])('%s of %d bytes with a chat of %d tokens takes %d MB in use, within 10 percent', (_, blocks, chatTokens, usedMb) => {
  const { total, savedStates } = shapeNeeds(blocks, chatTokens);
  const used = (total - savedStates + (savedStates * 4) / 12) / 1e6;
  expect(used / usedMb).toBeGreaterThan(0.9);
  expect(used / usedMb).toBeLessThan(1.1);
});

test('a GPU holds all that is reserved to compute in, 135 MB for each 64 tokens of a batch', () => {
  const { compute } = memoryNeeds(footprint('qwen3.5-0.8b', 'Q4_K_M'), { chatTokens: 8192, infillTokens: 0 }, 'gpu');
  expect((compute * 64) / 512 / 1e6).toBeCloseTo(135, 0);
});

test('keys and values of the larger ones are what llama.cpp reports for them', () => {
  const perToken = (id: string): number => footprint(id, 'UD-Q4_K_XL').contextState.cachedNumbersPerToken * 2;
  expect(perToken('qwen3.5-9b')).toBe(32_768);
  expect(perToken('qwen3.5-27b')).toBe(65_536);
  expect(perToken('qwen3.5-35b-a3b')).toBe(20_480);
});

test('a batch is smaller on a processor, and larger for a small vocabulary', () => {
  expect(batchTokensFor('processor', 248_320)).toBe(64);
  expect(batchTokensFor('gpu', 248_320)).toBe(512);
  expect(batchTokensFor('processor', 8192)).toBe(512);
});

test('without a size nothing is claimed', () => {
  expect(fitVerdict(undefined, 8192, machine(16, 8))).toEqual({ kind: 'unknown' });
});

test('one model on four machines', () => {
  const model = footprint('qwen3.5-9b', 'UD-Q4_K_XL');
  expect(verdict(model, machine(4, 2))).toMatchObject({ kind: 'does-not-fit', speed: undefined });
  expect(verdict(model, machine(16, 8))).toMatchObject({ kind: 'cpu-only', gpuBlocks: 0, gpuBytes: 0 });
  const partly = verdict(model, machine(16, 8, { gpus: [card(6)] }));
  expect(partly).toMatchObject({
    kind: 'partly-gpu',
    blocks: 32,
    speed: { assumptions: ['graphics-card', 'desktop-memory'] },
  });
  expect(partly.gpuBlocks).toBeGreaterThan(15);
  expect(verdict(model, machine(16, 8, { gpus: [card(12)] }))).toMatchObject({
    kind: 'fits-gpu',
    gpuBlocks: 32,
    speed: { speed: 'fast', assumptions: ['graphics-card'] },
  });
});

test('the embedding stays in main memory', () => {
  const model = footprint('qwen3.5-27b', 'Q4_K_M');
  const { ramBytes } = verdict(model, machine(64, 8, { gpus: [card(48)] }));
  expect(ramBytes).toBeGreaterThan(model.weights.embedding);
  expect(ramBytes).toBeLessThan(model.weights.embedding + 5 * gib);
});

test('graphics that share main memory are no more room than it', () => {
  const model = footprint('qwen3.5-27b', 'UD-Q4_K_XL');
  expect(verdict(model, apple(24)).kind).not.toBe('fits-gpu');
  expect(verdict(model, apple(48))).toMatchObject({ kind: 'fits-gpu', speed: { assumptions: ['unified-memory'] } });
});

test('memory that other programs hold makes it tight, not impossible', () => {
  const model = footprint('qwen3.5-4b', 'Q4_K_M');
  expect(verdict(model, machine(16, 8, { availableRamBytes: 8 * gib })).isTightNow).toBe(false);
  expect(verdict(model, machine(16, 8, { availableRamBytes: 2 * gib }))).toMatchObject({
    kind: 'cpu-only',
    isTightNow: true,
  });
  const busy = { ...card(12), freeBytes: 2 * gib };
  expect(verdict(model, machine(16, 8, { gpus: [busy] }))).toMatchObject({ kind: 'fits-gpu', isTightNow: true });
});

test('experts make a large model as fast as a small one', () => {
  const hardware = machine(64, 8);
  expect(verdict(footprint('qwen3.5-35b-a3b', 'UD-Q4_K_XL'), hardware).speed?.speed).toBe('comfortable');
  expect(verdict(footprint('qwen3.5-27b', 'UD-Q4_K_XL'), hardware).speed?.speed).toBe('very-slow');
});

const models = catalogue().models.flatMap((model) => model.quants.map((quant) => catalogueFootprint(model, quant)));
const anyModel = fc.constantFrom(...models.filter((model) => model !== undefined));
const anyGpus = fc.array(fc.integer({ min: 1, max: 96 }).map(card), { maxLength: 4 });
const anyMachine = fc
  .tuple(fc.integer({ min: 1, max: 1024 }), fc.integer({ min: 1, max: 64 }), anyGpus)
  .map(([ram, cores, gpus]) => machine(ram, cores, { gpus }));
const anyContext = fc.integer({ min: 1024, max: 262_144 });

/** From worst to best. */
const kinds = ['does-not-fit', 'cpu-only', 'partly-gpu', 'fits-gpu'];

test('more memory never makes a verdict worse, and a longer chat never better', () => {
  fc.assert(
    fc.property(anyModel, anyMachine, anyContext, (model, hardware, contextTokens) => {
      const before = verdict(model, hardware, contextTokens);
      const more = { ...hardware, totalRamBytes: hardware.totalRamBytes * 2 };
      expect(kinds.indexOf(verdict(model, more, contextTokens).kind)).toBeGreaterThanOrEqual(
        kinds.indexOf(before.kind),
      );
      const longer = verdict(model, hardware, contextTokens * 2);
      expect(kinds.indexOf(longer.kind)).toBeLessThanOrEqual(kinds.indexOf(before.kind));
    }),
    { numRuns: 500 },
  );
});

test('what is placed is all there is, and within the room', () => {
  fc.assert(
    fc.property(anyModel, anyMachine, anyContext, (model, hardware, contextTokens) => {
      const { kind, gpuBytes, ramBytes, gpuBlocks, blocks, needs, missingBytes } = verdict(
        model,
        hardware,
        contextTokens,
      );
      expect(missingBytes > 0).toBe(kind === 'does-not-fit');
      expect(gpuBlocks).toBeLessThanOrEqual(blocks);
      expect(gpuBytes).toBeLessThanOrEqual(hardware.gpus.reduce((sum, { totalBytes }) => sum + totalBytes, 0));
      // The GPU's copy of a tied embedding comes on top.
      expect(gpuBytes + ramBytes).toBeGreaterThanOrEqual(needs.total * 0.999);
      expect(gpuBytes + ramBytes).toBeLessThanOrEqual(needs.total + model.weights.output + 1);
    }),
    { numRuns: 500 },
  );
});
