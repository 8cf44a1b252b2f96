import { type FitHardware, gpuRoom } from './fitHardware.ts';
import { batchTokensFor } from './memoryNeeds.ts';
import type { ModelFootprint } from './modelFootprint.ts';
import type { Placement } from './placeModel.ts';

/** Tokens per second while a model writes, as a class: never more than an expectation. */
export type SpeedClass =
  /** More than 20: faster than one reads. */
  | 'fast'
  /** 8 to 20. */
  | 'comfortable'
  /** 3 to 8: for questions one can wait for. */
  | 'slow'
  /** Less than 3. */
  | 'very-slow';

/** What was assumed of the memory, which every weight in use passes through for each token. */
export type MemoryAssumption = 'graphics-card' | 'unified-memory' | 'desktop-memory' | 'server-memory';

export interface SpeedExpectation {
  readonly speed: SpeedClass;
  readonly assumptions: readonly MemoryAssumption[];
  /** A prompt of a few thousand tokens is read for about a minute or longer, whatever the speed of writing. */
  readonly isSlowReader: boolean;
}

/** Lowest tokens per second of each class, fastest first. */
const classes: readonly (readonly [SpeedClass, number])[] = [
  ['fast', 20],
  ['comfortable', 8],
  ['slow', 3],
];

/** Of the memory's own speed, what reading weights reaches in practice. */
const efficiency = 0.6;
const gigabyte = 1e9;
const gib = 1024 ** 3;

/** `undefined` for a model that does not fit. */
export function expectSpeed(
  model: ModelFootprint,
  placement: Placement,
  hardware: FitHardware,
): SpeedExpectation | undefined {
  if (placement.kind === 'does-not-fit') return undefined;
  const { weights, usedExperts } = model;
  const inBlocks = weights.blocks - weights.routedExperts * (1 - usedExperts);
  const gpuShare = placement.gpuBlocks / placement.blocks;
  const onGpu = placement.gpuBlocks > 0;
  const gpuBytes = inBlocks * gpuShare + (onGpu ? weights.output : 0);
  const ramBytes = inBlocks * (1 - gpuShare) + (onGpu ? 0 : weights.output);

  const gpu = gpuMemory(hardware);
  const ram = mainMemory(hardware);
  const seconds = (gpu === undefined ? 0 : gpuBytes / gpu.bytesPerSecond) + ramBytes / ram.bytesPerSecond;
  const tokensPerSecond = efficiency / seconds;
  const assumptions = [
    ...(onGpu && gpu !== undefined ? [gpu.assumption] : []),
    ...(ramBytes > 0 ? [ram.assumption] : []),
  ];
  // A GPU reads many times as fast as it writes.
  const isSlowReader = !onGpu && readingSpeed(model, hardware) < slowReading;
  return { speed: speedClass(tokensPerSecond), assumptions: [...new Set(assumptions)], isSlowReader };
}

/** Tokens per second, below which a prompt of 2,000 is read for more than a minute. */
const slowReading = 2000 / 60;
/**
 * What a core computes with while it reads. 136e9 was measured: 272 tokens a second of the 0.8B shape, Q4_K, on two threads
 * with AVX-512. Most processors have no such units.
 */
const operationsPerCore = 100e9;
/** Q4_K_M of the family's files. */
const bytesPerNumber = 0.6;

/**
 * Of a prompt, on a processor. Each number in use takes a multiplication and an addition for each token; the weights pass
 * through the memory once for a batch, and a batch of many tokens wants nearly all of the experts.
 */
function readingSpeed({ weights, usedExperts, vocabularySize }: ModelFootprint, hardware: FitHardware): number {
  const batch = batchTokensFor('processor', vocabularySize);
  const inUse = weights.blocks - weights.routedExperts * (1 - usedExperts);
  const touched = weights.blocks - weights.routedExperts * (1 - usedExperts) ** batch;
  const cores = Math.max(1, hardware.physicalCores);
  const computing = (2 * batch * inUse) / bytesPerNumber / (cores * operationsPerCore);
  const fetching = touched / (efficiency * mainMemory(hardware).bytesPerSecond);
  return batch / (computing + fetching);
}

function speedClass(tokensPerSecond: number): SpeedClass {
  return classes.find(([, least]) => tokensPerSecond > least)?.[0] ?? 'very-slow';
}

interface MemorySpeed {
  readonly assumption: MemoryAssumption;
  readonly bytesPerSecond: number;
}

/** By what cards and chips of that size usually have: larger memories are faster ones. */
function gpuMemory(hardware: FitHardware): MemorySpeed | undefined {
  const room = gpuRoom(hardware);
  if (room === undefined) return undefined;
  if (!room.isUnified) {
    const largest = Math.max(
      ...hardware.gpus.filter(({ isUnified }) => !isUnified).map(({ totalBytes }) => totalBytes),
    );
    const speed = largest >= 20 * gib ? 700 : largest >= 10 * gib ? 350 : 220;
    return { assumption: 'graphics-card', bytesPerSecond: speed * gigabyte };
  }
  // Apple's: 100 for the plain chips, 200 and more for those with more memory. Other shared graphics read main memory.
  if (hardware.gpus.every(({ backend }) => backend !== 'metal')) return mainMemory(hardware);
  const total = hardware.totalRamBytes;
  const speed = total >= 60 * gib ? 400 : total >= 30 * gib ? 200 : 100;
  return { assumption: 'unified-memory', bytesPerSecond: speed * gigabyte };
}

/** Two channels of DDR4 or DDR5; more in machines with many cores. */
function mainMemory({ physicalCores, gpus, totalRamBytes }: FitHardware): MemorySpeed {
  if (gpus.some(({ backend, isUnified }) => isUnified && backend === 'metal')) {
    return { assumption: 'unified-memory', bytesPerSecond: (totalRamBytes >= 30 * gib ? 200 : 100) * gigabyte };
  }
  if (physicalCores >= 24) return { assumption: 'server-memory', bytesPerSecond: 150 * gigabyte };
  // A few cores cannot read as fast as the memory can give.
  return { assumption: 'desktop-memory', bytesPerSecond: Math.min(50, 10 * Math.max(1, physicalCores)) * gigabyte };
}
