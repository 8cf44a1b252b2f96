import type { TaskResult } from '../result.ts';
import type { RunItem } from './planRun.ts';
import type { Amount } from './spending.ts';

/** Something happened in a run, and how far it is. */
export interface RunProgress {
  readonly event: RunEvent;
  readonly done: number;
  readonly total: number;
  /** Undefined before there is anything to reckon from. */
  readonly remainingMs: number | undefined;
  readonly spent: Amount;
}

export type RunEvent =
  | { readonly kind: 'started'; readonly item: RunItem }
  | { readonly kind: 'retrying'; readonly item: RunItem; readonly code: string; readonly afterMs: number }
  | { readonly kind: 'finished'; readonly item: RunItem; readonly result: TaskResult }
  | EngineStop;

/** Nothing more is asked of an engine in this sitting. `code`: an `AppErrorCode` or `bug`. */
export interface EngineStop {
  readonly kind: 'engine-stopped';
  readonly engineId: string;
  readonly code: string;
  readonly detail: string;
}

/** Why not everything was answered that was planned. */
export type RunShortfall =
  | { readonly kind: 'cap'; readonly cap: 'time' | 'tokens' | 'usd' }
  | EngineStop
  /** Answers that the infrastructure prevented, after retries. */
  | { readonly kind: 'infrastructure'; readonly count: number };

export interface RunEnd {
  /** With what earlier sittings did. */
  readonly done: number;
  readonly total: number;
  /** Empty: the run is complete. What is missing is done when the run is resumed. */
  readonly shortfalls: readonly RunShortfall[];
  readonly spent: Amount;
}
