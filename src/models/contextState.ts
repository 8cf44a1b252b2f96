import type { ContextState } from './modelFileFacts.ts';
import type { Qwen35Parameters } from './qwen35Parameters.ts';

/** As llama.cpp's llama_memory_hybrid lays it out for this family. */
export function contextState(parameters: Qwen35Parameters): ContextState {
  const { convolution, stateLength, stateKeyHeads, stateValueHeads } = parameters;
  const recurrentBlocks = parameters.isRecurrent.filter(Boolean).length;
  const attentionBlocks = parameters.blocks - recurrentBlocks;
  const values = stateLength * stateValueHeads;
  const convolved = (convolution - 1) * (values + 2 * stateLength * stateKeyHeads);
  return {
    attentionBlocks,
    cachedNumbersPerToken: attentionBlocks * 2 * parameters.keyValueHeads * parameters.headLength,
    recurrentBlocks,
    recurrentNumbersPerSequence: recurrentBlocks * (convolved + stateLength * values),
  };
}
