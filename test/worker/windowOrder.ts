import type { InfillRequest, LoadRequest, ReplyRequest } from '../../src/engine/engine.ts';

/** What a test tells a window. */
export type WindowOrder = { readonly id: number } & (
  | { readonly kind: 'load'; readonly request: LoadRequest }
  | { readonly kind: 'infill'; readonly request: InfillRequest }
  | { readonly kind: 'reply'; readonly request: ReplyRequest }
  | { readonly kind: 'abort'; readonly of: number }
  | { readonly kind: 'restart' | 'leave' | 'sharing' | 'log' }
);

/** `step`: a sign of progress of a request. */
export type WindowAnswer =
  | { readonly kind: 'step'; readonly id: number }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string };
