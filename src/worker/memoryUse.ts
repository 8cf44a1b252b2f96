import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import type { MemoryBytes, MemoryUse } from '../engine/localPlace.ts';
import type { ContextState } from '../models/modelFileFacts.ts';

/**
 * What a loaded model takes. The engine accounts for the weights, and for each context as a whole; what of a context
 * is state follows from the model's shape, and the rest is room to compute in. Without a known shape the library's
 * formula stands in.
 */
export function memoryUse(
  model: LlamaModel,
  contexts: readonly LlamaContext[],
  state: ContextState | undefined,
  adapterBytes: number,
): MemoryUse {
  const held = sum(contexts.map(({ memoryUsage }) => ({ cpu: memoryUsage.ram, gpu: memoryUsage.vram })));
  // Each block's state is where its weights are; the output layer, which has none, is the first on the GPU.
  const { totalLayers } = model.fileInsights;
  const gpuShare = totalLayers > 1 ? Math.min(1, Math.max(0, model.gpuLayers - 1) / (totalLayers - 1)) : 0;
  // An adapter's weights are beside those that they change.
  const weights = {
    cpu: model.memoryUsage.ram + Math.round(adapterBytes * (1 - gpuShare)),
    gpu: model.memoryUsage.vram + Math.round(adapterBytes * gpuShare),
  };
  const kept = contexts.reduce((bytes, context) => bytes + stateBytes(model, context, state), 0);
  const context: MemoryBytes = {
    cpu: Math.min(held.cpu, Math.round(kept * (1 - gpuShare))),
    gpu: Math.min(held.gpu, Math.round(kept * gpuShare)),
  };
  return { weights, context, compute: { cpu: held.cpu - context.cpu, gpu: held.gpu - context.gpu } };
}

function stateBytes(model: LlamaModel, context: LlamaContext, state: ContextState | undefined): number {
  if (state !== undefined) {
    const cells = context.getAllocatedContextSize();
    return cells * state.cachedNumbersPerToken * 2 + state.recurrentNumbersPerSequence * 4;
  }
  const { cpuRam, gpuVram } = model.fileInsights.estimateContextResourceRequirements({
    contextSize: context.contextSize,
    modelGpuLayers: model.gpuLayers,
    batchSize: context.batchSize,
    sequences: 1,
    includeGraphOverhead: false,
  });
  return cpuRam + gpuVram;
}

function sum(all: readonly MemoryBytes[]): MemoryBytes {
  return all.reduce((total, { cpu, gpu }) => ({ cpu: total.cpu + cpu, gpu: total.gpu + gpu }), { cpu: 0, gpu: 0 });
}
