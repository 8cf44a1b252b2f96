import { expect, test } from 'vitest';
import { catalogue } from '../../src/models/catalogue/catalogue.ts';
import { quantDownload } from '../../src/models/catalogue/quantDownload.ts';
import type { CatalogueMatch, FoundContent, FoundFile, FoundIn } from '../../src/models/discover/foundModel.ts';
import { type LibraryInputs, type LibraryQuant, type ModelLibrary, modelLibrary } from '../../src/models/library.ts';
import type { ModelFileFacts } from '../../src/models/modelFileFacts.ts';
import { machine } from './fit/machines.ts';

const facts: ModelFileFacts = {
  architecture: 'qwen35',
  name: 'Qwen3.5-4B',
  fileBytes: 2_740_937_888,
  parameterCount: 4_205_751_296,
  weights: { embedding: 5e8, output: 5e8, isUntied: false, blocks: 2.2e9, routedExperts: 0 },
  usedExperts: 1,
  fileType: 15,
  trainedContextTokens: 262_144,
  originalContextTokens: undefined,
  chatTemplate: undefined,
  hasInfillTokens: true,
  vocabularySize: 248_320,
  blockCount: 32,
  embeddingLength: 2560,
  contextState: {
    attentionBlocks: 8,
    cachedNumbersPerToken: 16_384,
    recurrentBlocks: 24,
    recurrentNumbersPerSequence: 13_172_736,
  },
};

function found(path: string, foundIn: FoundIn, content: FoundContent): FoundFile {
  return { path, realPath: path, foundIn, name: path.slice(1), bytes: 2_740_937_888, content };
}

function model(match?: CatalogueMatch): FoundContent {
  return { kind: 'model', facts, match };
}

const fourB: CatalogueMatch = { modelId: 'qwen3.5-4b', quant: 'Q4_K_M', by: 'bytes' };

function library(inputs: Partial<LibraryInputs> = {}): ModelLibrary {
  return modelLibrary({
    catalogue: catalogue(),
    hardware: machine(16, 8),
    contextTokens: 8192,
    found: [],
    skipped: [],
    downloads: [],
    currentPath: undefined,
    ...inputs,
  });
}

function quant(of: ModelLibrary, modelId: string, name: string): LibraryQuant | undefined {
  return of.models.find((entry) => entry.model.id === modelId)?.quants.find((entry) => entry.quant.name === name);
}

test('before the machine is known everything is listed and nothing claimed', () => {
  const { recommended, models } = library({ hardware: undefined });
  expect(recommended).toBeUndefined();
  expect(models).toHaveLength(catalogue().models.length);
  expect(models.flatMap(({ quants }) => quants).every(({ verdict }) => verdict === undefined)).toBe(true);
});

test('one quantization is recommended, and each has its verdict', () => {
  const quants = library().models.flatMap((entry) => entry.quants);
  expect(quants.filter(({ isRecommended }) => isRecommended).map((entry) => entry.quant.files[0]?.path)).toEqual([
    'Qwen3.5-4B-UD-Q4_K_XL.gguf',
  ]);
  expect(quants.every(({ verdict }) => verdict !== undefined && verdict.kind !== 'unknown')).toBe(true);
});

test('files are where they belong: installed, discovered, adapters', () => {
  const { installed, discovered, adapters } = library({
    found: [
      found('/parity/a.gguf', 'parity', model()),
      found('/hub/b.gguf', 'huggingface', model()),
      found('/hub/broken.gguf', 'huggingface', { kind: 'unusable', problem: 'is empty' }),
      found('/hub/lora.gguf', 'user-folder', { kind: 'adapter', architecture: 'qwen35', name: undefined }),
      found('/hub/mmproj.gguf', 'huggingface', { kind: 'vision' }),
    ],
  });
  expect(installed.map(({ file }) => file.path)).toEqual(['/parity/a.gguf']);
  expect(discovered.map(({ file }) => file.path)).toEqual(['/hub/b.gguf', '/hub/broken.gguf']);
  expect(adapters.map(({ file }) => file.path)).toEqual(['/hub/lora.gguf']);
});

test('a file that is there already is told by its quantization, our own folder first', () => {
  const other = found('/hub/x.gguf', 'huggingface', model(fourB));
  expect(quant(library({ found: [other] }), 'qwen3.5-4b', 'Q4_K_M')?.localPath).toBe('/hub/x.gguf');
  const own = found('/parity/x.gguf', 'parity', model(fourB));
  expect(quant(library({ found: [other, own] }), 'qwen3.5-4b', 'Q4_K_M')?.localPath).toBe('/parity/x.gguf');
  expect(quant(library({ found: [other] }), 'qwen3.5-4b', 'Q8_0')?.localPath).toBeUndefined();
});

test('a file has its own verdict, and the one in use is marked through its link too', () => {
  const linked: FoundFile = { ...found('/hub/link.gguf', 'huggingface', model()), realPath: '/hub/blobs/1' };
  const { discovered } = library({ found: [linked], currentPath: '/hub/blobs/1' });
  expect(discovered).toMatchObject([{ isInUse: true, verdict: { kind: 'cpu-only' } }]);
});

test('a download shows at its quantization', () => {
  const nine = catalogue().models.find(({ id }) => id === 'qwen3.5-9b');
  const wanted = nine?.quants.find(({ name }) => name === 'Q4_K_M');
  if (nine === undefined || wanted === undefined) throw new Error('no such row');
  const state = { kind: 'paused', doneBytes: 1, totalBytes: 2, isInterrupted: false } as const;
  const shown = library({ downloads: [{ download: quantDownload(nine, wanted), state }] });
  expect(quant(shown, 'qwen3.5-9b', 'Q4_K_M')?.download).toEqual(state);
  expect(quant(shown, 'qwen3.5-9b', 'Q8_0')?.download).toBeUndefined();
});

test('published scores come with their caveats', () => {
  const entry = library().models.find((other) => other.model.id === 'qwen3.5-122b-a10b');
  expect(entry?.scores.map(({ benchmark, caveat }) => `${benchmark}: ${caveat}`)).toEqual([
    'MMLU-Pro: other-rival',
    'GPQA Diamond: other-rival',
    'HLE with tools: other-rival',
    'BFCL-V4: agrees',
  ]);
});
