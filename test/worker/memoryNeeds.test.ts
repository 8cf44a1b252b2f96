import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GgufInsights, type Llama, getLlama, readGgufFileInfo } from 'node-llama-cpp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { type ModelFootprint, fileFootprint } from '../../src/models/fit/modelFootprint.ts';
import { batchTokensFor, memoryNeeds } from '../../src/models/fit/memoryNeeds.ts';
import { cachedShapeModel } from '../model/makeShapeModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { buildWorker, forkedEngine } from './forkedEngine.ts';
import { never, temporaryFolder } from './withEngine.ts';

const mib = 1024 ** 2;
let llama: Llama;
let folder = '';

beforeAll(async () => {
  folder = await temporaryFolder();
  llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, progressLogs: false });
});
afterAll(() => llama.dispose());

async function footprint(path: string): Promise<ModelFootprint> {
  const known = fileFootprint(await checkModelFile(path, never));
  if (known === undefined) throw new Error(`nothing is known of ${path}`);
  return known;
}

const makers: Readonly<Record<string, (path: string) => Promise<string>>> = {
  'the starter model': () =>
    Promise.resolve(fileURLToPath(new URL('../../media/models/starter.gguf', import.meta.url))),
  'the shape of 0.8B': () => cachedShapeModel({ size: '0.8B', quant: 'Q4_0' }),
  'a model with an output matrix': async (path) => (await makeTinyModel(path, { untied: true }), path),
  'a model with experts': async (path) => (await makeTinyModel(path, { experts: true }), path),
};

test.each(Object.entries(makers))('weights and contexts are what the library finds: %s', async (name, make) => {
  const path = await make(join(folder, `${name}.gguf`));
  const model = await footprint(path);
  const insights = await GgufInsights.from(await readGgufFileInfo(path), llama);
  const batchTokens = batchTokensFor('processor', model.vocabularySize);

  const onGpu = insights.estimateModelResourceRequirements({ gpuLayers: insights.totalLayers });
  expect(model.weights.embedding).toBe(onGpu.cpuRam);
  expect((model.weights.blocks + model.weights.output) / onGpu.gpuVram).toBeCloseTo(1, 3);

  for (const chatTokens of [2048, 4096]) {
    const needs = memoryNeeds(model, { chatTokens, infillTokens: 0 }, 'processor');
    expect(needs.weights / insights.modelSize).toBeCloseTo(1, 3);
    const library = insights.estimateContextResourceRequirements({
      contextSize: chatTokens,
      modelGpuLayers: 0,
      batchSize: batchTokens,
      sequences: 1,
      includeGraphOverhead: false,
    });
    // Besides the state its formula has the scores of a batch once.
    const scores = batchTokens * model.vocabularySize * 4;
    const difference = Math.abs(needs.keyValues + needs.recurrent + scores - library.cpuRam);
    // It takes a megabyte for the graph too.
    expect(difference).toBeLessThan(0.02 * library.cpuRam + 2 * mib);
  }
});

test("a file without an ending loads, as Ollama's blobs are", async () => {
  const path = join(folder, `sha256-${'a'.repeat(64)}`);
  await makeTinyModel(path);
  const { engine } = forkedEngine(await buildWorker());
  try {
    const { name, capabilities } = await engine.load(
      { path, contextTokens: 1024, threads: 1, gpu: 'off' },
      () => {},
      never,
    );
    expect({ name, chat: capabilities.chat }).toEqual({ name: 'Tiny', chat: true });
  } finally {
    await engine.dispose();
  }
});
