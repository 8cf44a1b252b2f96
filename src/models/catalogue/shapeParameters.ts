import type { Qwen35Parameters } from '../qwen35Parameters.ts';
import { expectedQwen35Tensors } from '../qwen35Tensors.ts';
import type { CatalogueModel } from './catalogueSchema.ts';

/** The numbers of a catalogued model, as its file's header would give them. */
export function shapeParameters({
  shape,
  contextTokens,
}: Pick<CatalogueModel, 'shape' | 'contextTokens'>): Qwen35Parameters {
  return {
    blocks: shape.blocks,
    predictionBlocks: shape.predictionBlocks ?? 0,
    isRecurrent: Array.from({ length: shape.blocks }, (_, block) => (block + 1) % shape.fullAttentionInterval !== 0),
    contextTokens,
    embedding: shape.embedding,
    heads: shape.heads,
    keyValueHeads: shape.keyValueHeads,
    headLength: shape.headLength,
    convolution: shape.convolution,
    stateLength: shape.stateLength,
    stateKeyHeads: shape.stateKeyHeads,
    stateValueHeads: shape.stateValueHeads,
    feedForward: shape.feedForward,
  };
}

/** How many numbers the weights are, by what is done with them. */
export interface ParameterCounts {
  /** Looked up, one row per token; used as the output matrix too unless there is one. */
  readonly embedding: number;
  /** 0 without an output matrix of its own. */
  readonly output: number;
  /** All blocks, experts included. */
  readonly blocks: number;
  /** Those of which only a few work on each token. */
  readonly routedExperts: number;
  readonly total: number;
}

const counted = new WeakMap<CatalogueModel['shape'], ParameterCounts>();

/** Counted once for each shape: the Models page asks for all of them whenever it is drawn. */
export function countParameters(model: Pick<CatalogueModel, 'shape' | 'contextTokens'>): ParameterCounts {
  const known = counted.get(model.shape) ?? countTensors(model);
  counted.set(model.shape, known);
  return known;
}

function countTensors(model: Pick<CatalogueModel, 'shape' | 'contextTokens'>): ParameterCounts {
  const { shape } = model;
  const counts = { embedding: 0, output: 0, blocks: 0, routedExperts: 0, total: 0 };
  for (const { name, shape: lengths, instead } of expectedQwen35Tensors(shapeParameters(model), shape.vocabularySize)) {
    // What may be missing altogether is missing in the published files.
    const isOutput = name === 'output.weight';
    if (isOutput ? !shape.untied : instead?.length === 0) continue;
    const numbers = lengths.reduce((product, length) => product * length, 1);
    counts.total += numbers;
    if (name === 'token_embd.weight') counts.embedding += numbers;
    else if (isOutput || name === 'output_norm.weight') counts.output += numbers;
    else counts.blocks += numbers;
    if (name.endsWith('_exps.weight')) counts.routedExperts += numbers;
  }
  return counts;
}
