import type { ChannelEnd } from './channel.ts';
import type { LoadRequest } from './engine.ts';
import { limitsOf, nextReduction } from './loadLadder.ts';
import type { GpuBackend } from './localPlace.ts';

/**
 * What to load instead after the engine's process ended while it loaded `request`. A process that was killed has most
 * likely been taken by the system for its memory: less of it is tried. Any other end on a GPU is blamed on the GPU.
 * Undefined: the same would happen again. `backend`: what `auto` stood for, if that is known.
 */
export function retryAfterCrash(
  request: LoadRequest,
  { exitCode, signal }: ChannelEnd,
  backend?: GpuBackend,
): LoadRequest | undefined {
  if (signal === 'SIGKILL') {
    const reduction = nextReduction(limitsOf(request), 'unknown', undefined);
    if (reduction === undefined) return undefined;
    return { ...request, reductions: [...(request.reductions ?? []), reduction] };
  }
  const blamed = request.gpu === 'auto' ? backend : request.gpu;
  if (blamed === undefined || blamed === 'off' || request.brokenGpu !== undefined) return undefined;
  return { ...request, brokenGpu: { backend: blamed, cause: { kind: 'crashed', exitCode, signal } } };
}
