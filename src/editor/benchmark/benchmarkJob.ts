import type { TaskFamily } from '../../benchmark/task.ts';

/** What this window is doing about benchmarks right now: one thing at a time, for it is measured. */
export type BenchmarkJob =
  | { readonly kind: 'idle' }
  | { readonly kind: 'preparing'; readonly preparation: PreparationProgress }
  /** Engines are made ready. */
  | { readonly kind: 'opening'; readonly runId: string }
  | { readonly kind: 'running'; readonly runId: string; readonly running: RunningProgress };

export interface PreparationProgress {
  readonly step: PreparationStep;
  /** Candidates so far. */
  readonly found: number;
  /** Tasks so far, by family. */
  readonly admitted: Readonly<Partial<Record<TaskFamily, number>>>;
  readonly rejected: number;
  /** Tasks that there are to be, when there are as many. */
  readonly wanted: number;
}

export type PreparationStep =
  | { readonly kind: 'mining' }
  /** Test files, to learn what they call. */
  | { readonly kind: 'measuring'; readonly done: number; readonly total: number }
  | { readonly kind: 'trying' };

export interface RunningProgress {
  /** Answers, with those of earlier sittings. */
  readonly done: number;
  readonly total: number;
  /** Undefined before there is anything to reckon from. */
  readonly remainingMs: number | undefined;
  readonly isPaused: boolean;
  readonly spentUsd: number;
  /** Labels of engines that are given time: their server asked to wait, or failed and is asked once more. */
  readonly waitingFor: readonly string[];
}

export function admittedCount({ admitted }: Pick<PreparationProgress, 'admitted'>): number {
  return Object.values(admitted).reduce((sum, count) => sum + count, 0);
}
