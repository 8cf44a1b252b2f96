import { type LoadLimits, type LoadReduction, type ShortOf, nextReduction, reduced } from './loadLadder.ts';

/** An attempt to load did not fit. */
export class OutOfMemory extends Error {
  readonly shortOf: ShortOf;
  /** How many layers it had on the GPU, where that was decided. */
  readonly layersOnGpu: number | undefined;

  constructor(shortOf: ShortOf, layersOnGpu: number | undefined, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'OutOfMemory';
    this.shortOf = shortOf;
    this.layersOnGpu = layersOnGpu;
  }
}

export interface ClimbedDown<T> {
  readonly result: T;
  /** What was given up on the way, in order. */
  readonly reductions: readonly LoadReduction[];
}

/** Attempts less and less until it fits. The last `OutOfMemory` is thrown when there is nothing left to give up. */
export async function climbDown<T>(
  start: LoadLimits,
  attempt: (limits: LoadLimits) => Promise<T>,
  onReduction: (reduction: LoadReduction, reason: OutOfMemory) => void,
): Promise<ClimbedDown<T>> {
  const reductions: LoadReduction[] = [];
  for (let limits = start; ;) {
    try {
      return { result: await attempt(limits), reductions };
    } catch (error) {
      if (!(error instanceof OutOfMemory)) throw error;
      const reduction = nextReduction(limits, error.shortOf, error.layersOnGpu);
      if (reduction === undefined) throw error;
      onReduction(reduction, error);
      reductions.push(reduction);
      limits = reduced(limits, reduction);
    }
  }
}
