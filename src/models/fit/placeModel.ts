import { type FitHardware, gpuRoom, memoryForModels } from './fitHardware.ts';
import { type ContextSizes, type MemoryNeeds, memoryNeeds } from './memoryNeeds.ts';
import type { ModelFootprint } from './modelFootprint.ts';

/** Where a model would go on a machine. */
export interface Placement {
  readonly kind: 'fits-gpu' | 'partly-gpu' | 'cpu-only' | 'does-not-fit';
  /** Blocks on the GPU, of all. */
  readonly gpuBlocks: number;
  readonly blocks: number;
  readonly gpuBytes: number;
  /** With a GPU that shares main memory this does not count its part. */
  readonly ramBytes: number;
  /** How much of main memory, or of both where they are one, is lacking. 0 when it fits. */
  readonly missingBytes: number;
  readonly needs: MemoryNeeds;
}

/** With fewer of its blocks there, the traffic to and from a GPU eats what it gains. */
const leastGpuShare = 0.2;

/**
 * Puts as many blocks on the GPU as it holds, the output first: each with its part of the context. The embedding and the
 * saved states stay in main memory, and so does half of what is computed with, the scores.
 */
export function placeModel(model: ModelFootprint, sizes: ContextSizes, hardware: FitHardware): Placement {
  const gpu = gpuRoom(hardware);
  const alone = onProcessor(model, sizes, hardware);
  if (gpu === undefined) return alone;

  const needs = memoryNeeds(model, sizes, 'gpu');
  const perBlock = (model.weights.blocks + needs.keyValues + needs.recurrent) / model.blocks;
  const once = needs.compute / 2 + model.weights.output;
  const gpuBlocks = Math.min(model.blocks, Math.floor((gpu.bytes - once) / perBlock));
  if (gpuBlocks < model.blocks * leastGpuShare) return alone;

  const gpuBytes = once + gpuBlocks * perBlock;
  const isWhole = gpuBlocks === model.blocks;
  const beside = model.weights.embedding + needs.savedStates + needs.compute / 2 + needs.process;
  const ramBytes = beside + (model.blocks - gpuBlocks) * perBlock;
  const used = gpu.isUnified ? ramBytes + gpuBytes : ramBytes;
  const missingBytes = Math.max(0, used - memoryForModels(hardware.totalRamBytes));
  // Two homes that share their memory are no more room than one.
  if (missingBytes > 0)
    return alone.missingBytes === 0 ? alone : { ...alone, missingBytes: Math.min(missingBytes, alone.missingBytes) };
  return {
    kind: isWhole ? 'fits-gpu' : 'partly-gpu',
    gpuBlocks,
    blocks: model.blocks,
    gpuBytes,
    ramBytes,
    missingBytes,
    needs,
  };
}

function onProcessor(model: ModelFootprint, sizes: ContextSizes, { totalRamBytes }: FitHardware): Placement {
  const needs = memoryNeeds(model, sizes, 'processor');
  const missingBytes = Math.max(0, needs.total - memoryForModels(totalRamBytes));
  return {
    kind: missingBytes > 0 ? 'does-not-fit' : 'cpu-only',
    gpuBlocks: 0,
    blocks: model.blocks,
    gpuBytes: 0,
    ramBytes: needs.total,
    missingBytes,
    needs,
  };
}
