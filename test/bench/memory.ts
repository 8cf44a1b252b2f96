/**
 * What a model takes in memory, measured, against what the arithmetic of `src/models/fit` says before it is loaded and what
 * node-llama-cpp's formula says. Before anything is asked no page of the room to compute in has been touched and no state
 * saved; after two completions and two answers both count. `npm run bench:memory`. Linux only.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GgufInsights, LlamaLogLevel, getLlama, readGgufFileInfo } from 'node-llama-cpp';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { batchTokensFor, infillContextTokens, memoryNeeds } from '../../src/models/fit/memoryNeeds.ts';
import { type ModelFootprint, fileFootprint } from '../../src/models/fit/modelFootprint.ts';
import { cachedShapeModel } from '../model/makeShapeModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { buildWorker } from '../worker/forkedEngine.ts';
import { measureWorker } from './measureWorker.ts';
import { printMachine, printTable } from './report.ts';

/** Enough, where speed is not measured, and no thread waits for another one on a busy machine. */
const threads = 1;
const never = new AbortController().signal;
/** At the cursor's line; behind the instructions and behind the question, which the chat reads ahead again. */
const savedByUse = 4;
const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '?' : `${(bytes / 1e6).toFixed(0)} MB`);

const folder = await mkdtemp(join(tmpdir(), 'parity-memory-'));
const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  logLevel: LlamaLogLevel.disabled,
});
try {
  const tiny = join(folder, 'tiny.gguf');
  await makeTinyModel(tiny);
  const q4 = await cachedShapeModel({ size: '0.8B', quant: 'Q4_0' });
  const q8 = await cachedShapeModel({ size: '0.8B', quant: 'Q8_0' });
  const workerPath = await buildWorker();
  const loaded: string[][] = [];
  const used: string[][] = [];
  for (const [name, path, contexts] of [
    ['tiny', tiny, [2048, 131_072, 262_144]],
    ['0.8B shape, Q4_0', q4, [2048, 8192, 32_768]],
    ['0.8B shape, Q8_0', q8, [2048, 8192, 32_768]],
  ] as const) {
    for (const contextTokens of contexts) {
      // The prompts of the use are made for Qwen's vocabulary.
      const isUsed = path !== tiny;
      const measured = await measure(workerPath, { path, contextTokens, isUsed });
      loaded.push([name, String(contextTokens), ...measured.loaded]);
      if (measured.used !== undefined) used.push([name, String(contextTokens), ...measured.used]);
    }
  }
  printMachine(threads);
  printTable(
    'Resident memory of the worker, loaded',
    ['model', 'context', 'measured', 'arithmetic', 'error', 'weights', 'state', 'process', 'GgufInsights'],
    loaded,
  );
  printTable(
    `Resident memory of the worker after two completions and two answers, ${savedByUse} states saved`,
    ['model', 'context', 'measured', 'arithmetic', 'error', 'compute', 'saved states', 'peak'],
    used,
  );
} finally {
  await llama.dispose();
  await rm(folder, { recursive: true, force: true });
}

interface Case {
  readonly path: string;
  readonly contextTokens: number;
  readonly isUsed: boolean;
}

async function measure(
  workerPath: string,
  { path, contextTokens, isUsed }: Case,
): Promise<{ loaded: string[]; used: string[] | undefined }> {
  const footprint = fileFootprint(await checkModelFile(path, never));
  if (footprint === undefined) throw new Error('the arithmetic knows nothing of this family');
  const batchTokens = batchTokensFor('processor', footprint.vocabularySize);
  const needs = memoryNeeds(footprint, { chatTokens: contextTokens, infillTokens: infillContextTokens }, 'processor');
  const request = { path, contextTokens, threads, gpu: 'off', infillProbe: 'trust' } as const;
  const { memory } = await measureWorker(workerPath, request, isUsed);
  const before = needs.weights + needs.keyValues + needs.recurrent + needs.process;
  const saved = savedByUse * footprint.contextState.recurrentNumbersPerSequence * 4;
  const library = await libraryEstimate(path, contextTokens, footprint, batchTokens);
  return {
    loaded: [
      ...compared(memory.contexts, before),
      ...[needs.weights, needs.keyValues + needs.recurrent, needs.process, library].map(megabytes),
    ],
    used: isUsed
      ? [
          ...compared(memory.used, before + needs.compute + saved),
          ...[needs.compute, saved, memory.peak].map(megabytes),
        ]
      : undefined,
  };
}

function compared(measured: number | undefined, expected: number): string[] {
  const error = measured === undefined ? '?' : `${((expected / measured - 1) * 100).toFixed(1)}%`;
  return [megabytes(measured), megabytes(expected), error];
}

/** Without Node and the engine's own code. */
async function libraryEstimate(
  path: string,
  contextTokens: number,
  { trainedContextTokens }: ModelFootprint,
  batchSize: number,
): Promise<number> {
  const insights = await GgufInsights.from(await readGgufFileInfo(path), llama);
  const contexts = [contextTokens, infillContextTokens].map((contextSize) =>
    insights.estimateContextResourceRequirements({
      contextSize: Math.min(contextSize, trainedContextTokens),
      modelGpuLayers: 0,
      batchSize,
      sequences: 1,
    }),
  );
  const model = insights.estimateModelResourceRequirements({ gpuLayers: 0, useMmap: false });
  return [model, ...contexts].reduce((sum, { cpuRam }) => sum + cpuRam, 0);
}
