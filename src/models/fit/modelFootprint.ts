/**
 * What the arithmetic of memory needs to know of a model. This folder is pure: it reads no files, asks no machine and
 * knows neither Node nor the engine.
 */
import { type ParameterCounts, countParameters, shapeParameters } from '../catalogue/shapeParameters.ts';
import type { CatalogueModel, CatalogueQuant } from '../catalogue/catalogueSchema.ts';
import { quantBytes } from '../catalogue/catalogue.ts';
import { contextState } from '../contextState.ts';
import type { ContextState, ModelFileFacts, WeightBytes } from '../modelFileFacts.ts';
import { usedExperts } from '../qwen35Parameters.ts';

export interface ModelFootprint {
  readonly weights: WeightBytes;
  /** Which part of the routed experts works on a token: 1 without experts. */
  readonly usedExperts: number;
  readonly blocks: number;
  readonly contextState: ContextState;
  readonly vocabularySize: number;
  readonly trainedContextTokens: number;
}

/**
 * `undefined` when the file's size is not known. Bytes are shared out by numbers of parameters: a quantization stores all
 * about alike.
 */
export function catalogueFootprint(model: CatalogueModel, quant: CatalogueQuant): ModelFootprint | undefined {
  const bytes = quantBytes(quant);
  if (bytes === undefined) return undefined;
  return {
    weights: shareOut(countParameters(model), bytes, model.shape.untied),
    usedExperts: usedExperts(model.shape.feedForward),
    blocks: model.shape.blocks,
    contextState: contextState(shapeParameters(model)),
    vocabularySize: model.shape.vocabularySize,
    trainedContextTokens: model.contextTokens,
  };
}

function shareOut(counts: ParameterCounts, bytes: number, isUntied: boolean): WeightBytes {
  const share = (numbers: number): number => Math.round((bytes * numbers) / counts.total);
  return {
    embedding: share(counts.embedding),
    output: isUntied ? share(counts.output) : share(counts.embedding),
    isUntied,
    blocks: share(counts.blocks),
    routedExperts: share(counts.routedExperts),
  };
}

/** `undefined` for families whose memory we cannot tell. */
export function fileFootprint(facts: ModelFileFacts): ModelFootprint | undefined {
  const { contextState: state, weights, vocabularySize, trainedContextTokens } = facts;
  if (state === undefined || vocabularySize === undefined) return undefined;
  return {
    weights,
    usedExperts: facts.usedExperts,
    blocks: state.attentionBlocks + state.recurrentBlocks,
    contextState: state,
    vocabularySize,
    trainedContextTokens: trainedContextTokens ?? Infinity,
  };
}
