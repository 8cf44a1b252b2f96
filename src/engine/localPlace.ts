import type { LoadReduction } from './loadLadder.ts';

/** `auto`: the best that works here. A named one that does not work is said so, and the processor takes its place. */
export type GpuChoice = 'auto' | 'off' | GpuBackend;

/** What llama.cpp can reach a GPU through. */
export type GpuBackend = 'cuda' | 'vulkan' | 'metal';

/** Where a model of this machine runs, and what had to be given up for it. */
export interface LocalPlace {
  readonly kind: 'local';
  readonly path: string;
  readonly fileBytes: number;
  readonly threads: number;
  readonly gpu: GpuUse;
  readonly memory: MemoryUse;
  /** What was given up so that the model fits, in the order in which it was. Empty: nothing. */
  readonly reductions: readonly LoadReduction[];
  /** Set when the chat holds more than the model was trained for: quality may drop, also in short chats. */
  readonly stretch?: ContextStretch;
  readonly adapters: readonly Adapter[];
}

export interface GpuUse {
  readonly asked: GpuChoice;
  readonly device: 'cpu' | GpuBackend;
  /** Blocks and the output, each a layer. 0: none is on the GPU. */
  readonly layersOnGpu: number;
  readonly layers: number;
  /** Set when a GPU was wanted and the processor took its place. */
  readonly fallback?: GpuFallback;
}

export interface GpuFallback {
  /** The one that did not work; for `auto` the one that would have been used. */
  readonly backend: GpuBackend;
  readonly cause: GpuFallbackCause;
}

export type GpuFallbackCause =
  /** There is no such engine for this system and processor. */
  | { readonly kind: 'not-supported-here'; readonly platform: string }
  /** The engine for it is not among Parity's files. */
  | { readonly kind: 'not-installed' }
  /** It refused to work: no driver, no such card, or a driver that is too old. `detail` is for the log and the report. */
  | { readonly kind: 'failed-its-test'; readonly detail: string }
  /** It gave no answer in time. */
  | { readonly kind: 'timed-out'; readonly seconds: number }
  /** It ended the process that tried it, or the engine's own while a model was loaded. */
  | { readonly kind: 'crashed'; readonly exitCode: number | null; readonly signal: string | null };

/** In bytes, as the engine accounts for it; the state that is kept for reuse between requests is not part of it. */
export interface MemoryUse {
  readonly weights: MemoryBytes;
  /** What grows with the context: keys, values, and the recurrent state. */
  readonly context: MemoryBytes;
  /** Room for intermediate results. */
  readonly compute: MemoryBytes;
}

export interface MemoryBytes {
  readonly cpu: number;
  readonly gpu: number;
}

export function totalBytes({ weights, context, compute }: MemoryUse): number {
  return [weights, context, compute].reduce((sum, { cpu, gpu }) => sum + cpu + gpu, 0);
}

export interface ContextStretch {
  readonly method: 'yarn';
  readonly trainedTokens: number;
  /** Positions are divided by this much: 4 for four times the trained length. */
  readonly factor: number;
}

/** A change to the weights from a GGUF file of its own (a LoRA). */
export interface Adapter {
  /** Absolute. */
  readonly path: string;
  /** How much of it is added. */
  readonly scale: number;
}
