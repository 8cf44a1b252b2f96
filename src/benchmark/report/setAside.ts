import type { TaskResult } from '../result.ts';

/** The engine failed for good in the middle of the run, and the others went on without it. */
export interface SetAside {
  /** ISO 8601. */
  readonly since: string;
  /** An `AppErrorCode` or `bug`. */
  readonly code: string;
  readonly detail: string;
}

/** `latest`: the last result of each key, of one engine. Once the same question is answered it is one of the run again. */
export function setAsideOf(latest: readonly TaskResult[]): SetAside | undefined {
  for (const { outcome, startedAt } of latest.toReversed()) {
    if (outcome.kind !== 'infrastructure' || outcome.setsAside !== true) continue;
    return { since: startedAt, code: outcome.code, detail: outcome.detail };
  }
  return undefined;
}
