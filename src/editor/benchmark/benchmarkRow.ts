import type { StoredRun, StoredSet } from './storedRuns.ts';

/** A row of the Benchmarks view as plain data: what it shows, what it is about and what can be done with it. */
export interface BenchmarkRow {
  /** The same for the same thing, so that the view keeps what is open and selected when it is drawn anew. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** `color`: a theme color's id. It only repeats what the words say. */
  readonly icon: { readonly name: string; readonly color?: string };
  /** Plain text. */
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly actions: readonly BenchmarkAction[];
  readonly subject: BenchmarkSubject;
  readonly children: readonly BenchmarkRow[];
}

/** The words of `viewItem` in the conditions of the menus. */
export type BenchmarkAction =
  'report' | 'resume' | 'pause' | 'stop' | 'again' | 'vote' | 'export' | 'reveal' | 'delete';

export type BenchmarkSubject =
  | { readonly kind: 'set'; readonly set: StoredSet }
  | { readonly kind: 'run'; readonly run: StoredRun }
  /** Runs whose task set is no longer here. */
  | { readonly kind: 'lost-set' }
  | { readonly kind: 'unfinished-set'; readonly id: string }
  /** The task set that is being made. */
  | { readonly kind: 'preparing' };

const shown = new WeakSet<object>();

/** Remembers that this row is one of the view's. */
export function noteRow(row: BenchmarkRow): BenchmarkRow {
  shown.add(row);
  return row;
}

/** Commands can be run by anyone with anything: only rows of the view pass. */
export function isBenchmarkRow(found: unknown): found is BenchmarkRow {
  return typeof found === 'object' && found !== null && shown.has(found);
}
