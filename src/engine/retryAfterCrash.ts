import type { ChannelEnd } from './channel.ts';
import type { LoadProgress, LoadRequest } from './engine.ts';
import { leastContext, limitsOf, nextReduction } from './loadLadder.ts';
import type { GpuBackend } from './localPlace.ts';
import { isLackOfMemory } from './outOfMemory.ts';

/** A process that ended while it loaded `request`. */
export interface CrashedLoad {
  readonly request: LoadRequest;
  readonly end: ChannelEnd;
  /** How far it had come, if it had said anything. */
  readonly stage?: LoadProgress['stage'] | undefined;
  /** What `auto` stood for, if that is known. */
  readonly backend?: GpuBackend | undefined;
  /** How many processes of this load, this one included, ended without anybody knowing how. */
  readonly unknownEnds?: number;
}

/**
 * What to load instead. A process that was killed has most likely been taken by the system for its memory: less of it is
 * tried, and where not even the weights came in, the least context at once. If nobody knows how it ended, the same is
 * tried once, which a killed window is enough of a reason for; a second time it is taken for memory too. Any other end
 * on a GPU is blamed on the GPU. Undefined: the same would happen again.
 */
export function retryAfterCrash({
  request,
  end,
  stage,
  backend,
  unknownEnds = 0,
}: CrashedLoad): LoadRequest | undefined {
  const isUnknown = end.exitCode === null && end.signal === null;
  if (isLackOfMemory(end)) return withLess(request, stage);
  if (isUnknown) return unknownEnds <= 1 ? request : withLess(request, stage);
  const blamed = request.gpu === 'auto' ? backend : request.gpu;
  if (blamed === undefined || blamed === 'off' || request.brokenGpu !== undefined) return undefined;
  const { exitCode, signal } = end;
  return { ...request, brokenGpu: { backend: blamed, cause: { kind: 'crashed', exitCode, signal } } };
}

function withLess(request: LoadRequest, stage: CrashedLoad['stage']): LoadRequest | undefined {
  const limits = limitsOf(request);
  const reduction =
    (stage === 'weights' ? leastContext(limits) : undefined) ?? nextReduction(limits, 'unknown', undefined);
  if (reduction === undefined) return undefined;
  return { ...request, reductions: [...(request.reductions ?? []), reduction] };
}
