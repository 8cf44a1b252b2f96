/**
 * What crosses between the extension host and an engine's process. Both ends come from one build: static types and
 * the version in `ready` suffice, nothing is validated again.
 *
 * host -> worker: `call`, `cancel`, `ping`, `leave`. worker -> host: `ready` once, then for each call any number of
 * `event` and one `done` or `failed`; a `pong` for each `ping`; `goodbye` before an end on purpose; `log` at any time.
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
  /** Answered as soon as the worker's event loop comes to it, also between two steps of long work. */
  | { readonly kind: 'ping' }
  /** The last message of a host. */
  | { readonly kind: 'leave'; readonly farewell: Farewell };

/** What a host that leaves wants of the process. A process of its own ends in any case. */
export type Farewell =
  /** A window closes. It may be back in a moment, reloaded. */
  | 'linger'
  /** Its memory is wanted back, unless others use it. */
  | 'end-unless-used'
  /** It shall end for everyone: it does not work as it should. */
  | 'end';

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorRecord }
  | { readonly kind: 'pong'; readonly isBusy: boolean }
  /** What ends now ends on purpose, and is no crash. */
  | { readonly kind: 'goodbye' }
  /** `clients`: the windows that use this process, this one included. */
  | { readonly kind: 'shared'; readonly pid: number; readonly clients: number }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string };
