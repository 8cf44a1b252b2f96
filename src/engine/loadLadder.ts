import type { LoadRequest } from './engine.ts';

/** One thing given up so that a model fits in memory. */
export type LoadReduction =
  | { readonly kind: 'context'; readonly fromTokens: number; readonly toTokens: number }
  | { readonly kind: 'gpu-layers'; readonly fromLayers: number; readonly toLayers: number }
  | { readonly kind: 'processor-only' };

/** What a load may use. */
export interface LoadLimits {
  readonly contextTokens: number;
  /** Undefined: as many as fit. 0: the processor only. */
  readonly gpuLayers: number | undefined;
}

/** What ran out of memory. A smaller context helps no weights; `unknown`: the process ended before it could tell. */
export type ShortOf = 'weights' | 'contexts' | 'unknown';

/** A chat much shorter than this has no room for the instructions, a file and an answer. */
const smallestContextTokens = 4096;

/** The limits that are left of a request after its reductions. */
export function limitsOf(request: Pick<LoadRequest, 'contextTokens' | 'gpu' | 'reductions'>): LoadLimits {
  const start: LoadLimits = {
    contextTokens: request.contextTokens,
    gpuLayers: request.gpu === 'off' ? 0 : undefined,
  };
  return (request.reductions ?? []).reduce(reduced, start);
}

export function reduced(limits: LoadLimits, reduction: LoadReduction): LoadLimits {
  switch (reduction.kind) {
    case 'context':
      return { ...limits, contextTokens: reduction.toTokens };
    case 'gpu-layers':
      return { ...limits, gpuLayers: reduction.toLayers };
    case 'processor-only':
      return { ...limits, gpuLayers: 0 };
  }
}

/**
 * What to give up next: first half of the context, down to `smallestContextTokens`; then half of the layers on the GPU;
 * then the GPU. Undefined: nothing is left. `layersOnGpu`: how many the failed attempt had there, if that is known.
 */
export function nextReduction(
  { contextTokens, gpuLayers }: LoadLimits,
  shortOf: ShortOf,
  layersOnGpu: number | undefined,
): LoadReduction | undefined {
  if (shortOf !== 'weights' && contextTokens > smallestContextTokens) {
    const toTokens = Math.max(smallestContextTokens, Math.floor(contextTokens / 2));
    return { kind: 'context', fromTokens: contextTokens, toTokens };
  }
  const layers = gpuLayers ?? layersOnGpu;
  if (layers === 0) return undefined;
  if (layers === undefined || layers === 1) return { kind: 'processor-only' };
  return { kind: 'gpu-layers', fromLayers: layers, toLayers: Math.floor(layers / 2) };
}

/** The whole first part of the way down in one step. */
export function leastContext({ contextTokens }: LoadLimits): LoadReduction | undefined {
  if (contextTokens <= smallestContextTokens) return undefined;
  return { kind: 'context', fromTokens: contextTokens, toTokens: smallestContextTokens };
}
