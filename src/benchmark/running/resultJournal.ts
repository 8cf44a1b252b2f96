import type { TaskResult } from '../result.ts';
import type { Amount } from './spending.ts';

/** The results of a run as they are kept: lines are added and never changed. */
export interface ResultJournal {
  /** What was there when it was opened, in the order of writing. */
  readonly earlier: readonly TaskResult[];
  /** Resolves when the line outlasts the end of this process and of the machine. */
  append(result: TaskResult): Promise<void>;
}

/** What counts of a journal: the last line of each key, in the order of the keys' first lines. */
export function lastingResults(results: readonly TaskResult[]): TaskResult[] {
  const byKey = new Map<string, TaskResult>();
  for (const result of results) byKey.set(result.key, result);
  return [...byKey.values()];
}

/** A key with such an outcome is never run again. */
export function isLasting({ outcome }: TaskResult): boolean {
  return outcome.kind !== 'infrastructure';
}

/** All that these lines say was taken, at most. */
export function spentBy(results: readonly TaskResult[]): Amount {
  return results.reduce<Amount>(
    ({ tokens, usd }, { usage, costUsd, lost }) => ({
      tokens: tokens + usage.promptTokens + usage.generatedTokens + (lost?.tokens ?? 0),
      usd: usd + (costUsd ?? 0) + (lost?.usd ?? 0),
    }),
    { tokens: 0, usd: 0 },
  );
}
