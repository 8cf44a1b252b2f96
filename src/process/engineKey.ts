import { createHash } from 'node:crypto';
import type { LoadRequest } from '../engine/engine.ts';
import { loadIdentity } from '../engine/loadIdentity.ts';

/**
 * Names the engine that windows share: they must be of the same build and want the same load. What a load had to give up
 * after a crash is no part of it, because not every window was there; nor is where things are cached. `variant`: another
 * program in the worker's place.
 */
export function engineKey(build: string, request: LoadRequest, variant: string): string {
  const { reductions: _reductions, brokenGpu: _brokenGpu, cacheFolder: _cacheFolder, ...asked } = request;
  const parts = [build, loadIdentity(asked), variant].join('\0');
  return createHash('sha256').update(parts).digest('hex').slice(0, 12);
}
