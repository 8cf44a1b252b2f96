/**
 * What crosses between the extension host and an engine's process. Both ends come from one build: static types and
 * the version in `ready` suffice, nothing is validated again.
 *
 * host -> worker: `call`, `cancel`, `shutdown`. worker -> host: `ready` once, then for each call any number of
 * `event` and one `done` or `failed`; `log` at any time.
 */
import type { ErrorRecord } from '../base/appError.ts';
import type { LogLevel } from '../base/log.ts';
import type { EngineMethod } from './engine.ts';

/** Replaced at build time by the package version and a digest of the sources. */
declare const PARITY_BUILD: string | undefined;
export const protocolVersion: string = typeof PARITY_BUILD === 'string' ? PARITY_BUILD : 'development';

export type HostMessage =
  | { readonly kind: 'call'; readonly id: number; readonly method: EngineMethod; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'shutdown' };

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorRecord }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string };
