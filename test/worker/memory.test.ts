import { join } from 'node:path';
import type * as library from 'node-llama-cpp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import type { LocalPlace } from '../../src/engine/localPlace.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { hole, never, smallLoad, temporaryFolder } from './withEngine.ts';

/** What the machine has for the models of this file, in bytes. */
const memory = vi.hoisted(() => ({ limit: Infinity }));
vi.mock('node-llama-cpp', async (original) => {
  const actual = await original<typeof library>();
  const getLlama = async (options?: library.LlamaOptions) => {
    const llama = await actual.getLlama(options);
    if (Number.isFinite(memory.limit)) await llama.setRamCap(memory.limit);
    return llama;
  };
  return { ...actual, getLlama };
});
afterAll(() => {
  memory.limit = Infinity;
});

let path: string;
beforeAll(async () => {
  path = join(await temporaryFolder(), 'tiny.gguf');
  await makeTinyModel(path);
});

async function load(contextTokens: number, limit: number): Promise<{ place: LocalPlace; contextTokens: number }> {
  memory.limit = limit;
  const engine = createLlamaEngine(silentLog);
  afterAll(() => engine.dispose());
  const model = await engine.load({ ...smallLoad, path, contextTokens }, () => {}, never);
  expect((await engine.infill({ ...hole, maxTokens: 2 }, () => {}, never)).usage.generatedTokens).toBeGreaterThan(0);
  if (model.place.kind !== 'local') throw new Error('a local model has a local place');
  return { place: model.place, contextTokens: model.contextTokens };
}

const megabyte = 1024 ** 2;

test('memory is told apart: weights, what a context keeps, and room to compute', async () => {
  const { place } = await load(4096, Infinity);
  const { weights, context, compute } = place.memory;
  // The file is its weights and a header of some 30 kB.
  expect(weights.cpu).toBeGreaterThan(0.95 * place.fileBytes);
  expect(weights.cpu).toBeLessThan(1.05 * place.fileBytes);
  // Two contexts of 4,096: 2 attention blocks with 2 heads of 32 numbers for keys and values each, in 2 bytes; and 6
  // recurrent blocks with 4 matrices of 32 x 32 and 3 columns of 256 numbers in 4 bytes.
  expect(context.cpu).toBe(2 * (4096 * 2 * 2 * 2 * 32 * 2 + 6 * (4 * 32 * 32 + 3 * 256) * 4));
  expect(compute.cpu).toBeGreaterThan(0);
  expect([weights.gpu, context.gpu, compute.gpu]).toEqual([0, 0, 0]);
});

test('a context that does not fit is halved until it does, and each step is told', async () => {
  // 262,144 tokens take 134 MB here.
  const { place, contextTokens } = await load(262_144, 80 * megabyte);
  expect(contextTokens).toBe(65_535);
  expect(place.reductions).toEqual([
    { kind: 'context', fromTokens: 262_144, toTokens: 131_072 },
    { kind: 'context', fromTokens: 131_072, toTokens: 65_536 },
  ]);
});

test('a second window whose context does not fit shares that of the first, which goes on', async () => {
  const { weights, context, compute } = (await load(4096, Infinity)).place.memory;
  // Enough to load with the margin of the library's formula, and not for half as much again.
  memory.limit = 1.15 * (weights.cpu + context.cpu + compute.cpu);
  let tellRefused = (): void => {};
  const refused = new Promise<void>((resolve) => {
    tellRefused = resolve;
  });
  const warn = (message: string): void => (message.startsWith('windows share') ? tellRefused() : undefined);
  const engine = createLlamaEngine({ ...silentLog, warn });
  afterAll(() => engine.dispose());
  await engine.load({ ...smallLoad, path, contextTokens: 4096 }, () => {}, never);
  engine.expectWindows(2);
  await refused;
  expect((await engine.infill({ ...hole, maxTokens: 2 }, () => {}, never)).usage.generatedTokens).toBeGreaterThan(0);
});

test('what does not fit at all is out of memory, with the least that was tried', async () => {
  await expect(load(16_384, 4 * megabyte)).rejects.toMatchObject({
    code: 'out-of-memory',
    data: { path, contextTokens: 4096 },
  });
});
