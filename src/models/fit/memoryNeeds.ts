import { longestStretch } from '../longestContext.ts';
import type { ModelFootprint } from './modelFootprint.ts';

/**
 * What is loaded: the engine keeps one context for chats and one for completions. 0: it is not opened. Another one of
 * `infillTokens`, which a second window gets where memory is left by then, is no part of what a model needs.
 */
export interface ContextSizes {
  readonly chatTokens: number;
  readonly infillTokens: number;
}

/** A completion sees this much: enough for the code around a cursor, and little memory. */
export const infillContextTokens = 4096;

/** How many recurrent states are saved once a session has run for a while: the sum of `keep` over the worker's kinds. */
const savedStates = { chat: 8, infill: 4 } as const;
/** The worker's limit for one context. */
const savedStatesLimitBytes = 1024 ** 3;
/**
 * For each entry of the vocabulary: the scores of one token, twice, and what is computed on the way to them. llama.cpp
 * reserves both for every token of a batch (measured: 135 MB for 64 tokens of Qwen's 248,320 entries).
 */
const scoreBytesPerEntry = 8;
const workBytesPerEntry = 0.5;
const batchBytesPerEntry = scoreBytesPerEntry + workBytesPerEntry;
/** Node and the engine's code, and for each entry of the vocabulary its texts on both sides (`npm run bench:memory`). */
const processBytes = 138e6;
const processBytesPerEntry = 400;

/** Bytes of one model with its contexts, once they are full. */
export interface MemoryNeeds {
  readonly weights: number;
  /** Keys and values, in two bytes each. */
  readonly keyValues: number;
  /** States of the recurrent blocks, in four bytes per number, one for each context. */
  readonly recurrent: number;
  /** Those states as they were at places to come back to. Always in main memory. */
  readonly savedStates: number;
  /** A GPU holds all that is reserved; main memory only pages that were touched. */
  readonly compute: number;
  readonly process: number;
  readonly total: number;
}

/** What computes; with both a GPU and a processor, the GPU. `placeModel` shares the parts out between them. */
type ComputePlace = 'processor' | 'gpu';

export function memoryNeeds(model: ModelFootprint, sizes: ContextSizes, place: ComputePlace): MemoryNeeds {
  const { weights, contextState, trainedContextTokens } = model;
  const state = contextState.recurrentNumbersPerSequence * 4;
  const contexts = [
    { tokens: sizes.chatTokens, saved: savedStates.chat },
    { tokens: sizes.infillTokens, saved: savedStates.infill },
  ].filter(({ tokens }) => tokens > 0);
  const sum = (bytes: (context: (typeof contexts)[number]) => number): number =>
    contexts.reduce((total, context) => total + bytes(context), 0);
  const parts = {
    weights: weights.embedding + weights.blocks + (weights.isUntied ? weights.output : 0),
    keyValues: sum(
      ({ tokens }) => Math.min(tokens, trainedContextTokens * longestStretch) * contextState.cachedNumbersPerToken * 2,
    ),
    recurrent: sum(() => state),
    savedStates: sum(({ saved }) => Math.min(savedStatesLimitBytes, saved * state)),
    compute: sum(() => computeBytes(place, model.vocabularySize)),
    process: processBytes + processBytesPerEntry * model.vocabularySize,
  };
  return { ...parts, total: Object.values(parts).reduce((total, bytes) => total + bytes, 0) };
}

/**
 * For one context. Scores are asked of the last token of a batch alone, so on a processor the room for those of the others
 * is never touched and takes no memory.
 */
function computeBytes(place: ComputePlace, vocabularySize: number): number {
  const batchTokens = batchTokensFor(place, vocabularySize);
  switch (place) {
    case 'processor':
      return vocabularySize * (scoreBytesPerEntry + batchTokens * workBytesPerEntry);
    case 'gpu':
      return vocabularySize * batchTokens * batchBytesPerEntry;
  }
}

/**
 * How many tokens are computed at once, a power of two: a processor gains nothing beyond 64 with Qwen's vocabulary, a GPU
 * wants more.
 */
export function batchTokensFor(place: ComputePlace, vocabularySize: number): number {
  const limit = place === 'processor' ? 150e6 : 1200e6;
  const fitting = limit / (vocabularySize * batchBytesPerEntry);
  return Math.min(512, Math.max(32, 2 ** Math.floor(Math.log2(fitting))));
}
