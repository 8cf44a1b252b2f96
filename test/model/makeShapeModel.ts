import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MetadataValue } from '../../src/models/ggufHeader.ts';
import { readGgufHeader } from '../../src/models/readGgufHeader.ts';
import { writeGguf } from './ggufWriter.ts';
import { qwen35Metadata } from './qwen35Metadata.ts';
import { type Qwen35Shape, shape08B } from './qwen35Shape.ts';
import { type TensorPlan, planQwen35 } from './qwen35Tensors.ts';
import { randomTensor, storage } from './randomWeights.ts';
import { officialTemplate, qwenVocabularyModel, testCacheFolder } from './vendoredLlama.ts';
import { type Vocabulary, qwenAddedTokens, tokenType } from './vocabulary.ts';

export interface ShapeModelOptions {
  readonly size: '0.8B';
  readonly quant: 'Q4_0' | 'Q8_0';
}

const shapes: Readonly<Record<ShapeModelOptions['size'], Qwen35Shape>> = { '0.8B': shape08B };
const fileTypes: Readonly<Record<ShapeModelOptions['quant'], number>> = { Q4_0: 2, Q8_0: 7 };

/** Random weights in the true shape with Qwen's vocabulary: for measuring speed and memory, which depend on nothing else. */
export async function makeShapeModel(path: string, { size, quant }: ShapeModelOptions): Promise<void> {
  const shape = shapes[size];
  const vocabulary = await qwenVocabulary();
  const metadata = qwen35Metadata({
    name: `Shape ${size} ${quant}`,
    fileType: fileTypes[quant],
    shape,
    vocabulary,
    template: await officialTemplate(),
    predictionBlock: false,
  });
  const plan = planQwen35(shape, vocabulary.tokens.length, { untied: false, predictionBlock: false });
  writeGguf(path, { metadata, tensors: plan.map((tensor) => randomTensor(tensor, stored(tensor, quant), 1)) });
}

/** The path of such a model, made when it is asked for the first time on this machine. */
export async function cachedShapeModel(options: ShapeModelOptions): Promise<string> {
  mkdirSync(testCacheFolder(), { recursive: true });
  const path = join(testCacheFolder(), `shape-${options.size}-${options.quant}-1.gguf`);
  if (!existsSync(path)) await makeShapeModel(path, options);
  return path;
}

/** The vocabulary of the shape models alone, without weights: load it with `vocabOnly`. */
export async function makeVocabularyModel(path: string): Promise<void> {
  const vocabulary = await qwenVocabulary();
  const metadata = qwen35Metadata({
    name: 'Vocabulary',
    fileType: 0,
    shape: shape08B,
    vocabulary,
    template: await officialTemplate(),
    predictionBlock: false,
  });
  writeGguf(path, { metadata, tensors: [] });
}

/** As llama.cpp's quantizer stores them: what is small or looked up stays more precise. */
function stored({ role }: TensorPlan, quant: ShapeModelOptions['quant']): number {
  switch (role) {
    case 'norm':
    case 'time-step-bias':
    case 'decay':
    case 'convolution':
      return storage.F32;
    case 'embedding':
    case 'output':
    case 'gate':
      return storage.Q8_0;
    case 'matrix':
    case 'contribution':
      return storage[quant];
  }
}

const addedTokensBegin = 248_044;
const vocabularySize = 248_320;

/**
 * The real size and the real ids of the added tokens. llama.cpp's file holds the 151,643 ordinary tokens of the earlier
 * Qwen vocabulary; the ids between are unused here.
 */
async function qwenVocabulary(): Promise<Vocabulary> {
  const { header } = await readGgufHeader(await qwenVocabularyModel(), AbortSignal.timeout(60_000));
  const all = strings(header.metadata.get('tokenizer.ggml.tokens'));
  const tokens = all.slice(0, all.indexOf('<|endoftext|>'));
  const types = tokens.map((): number => tokenType.normal);
  const padTo = (length: number): void => {
    for (let id = tokens.length; id < length; id++) {
      tokens.push(`[PAD${id}]`);
      types.push(tokenType.unused);
    }
  };
  padTo(addedTokensBegin);
  for (const [text, type] of qwenAddedTokens) {
    tokens.push(text);
    types.push(type);
  }
  padTo(vocabularySize);
  return { tokens, types, merges: strings(header.metadata.get('tokenizer.ggml.merges')) };
}

function strings(value: MetadataValue | undefined): string[] {
  if (value?.type === 'array' && value.of === 'string') return [...value.values];
  throw new Error('the vocabulary file has no such list');
}
