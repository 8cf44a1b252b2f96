import type { StateVerdict } from './testState.ts';

/** A state of the repository, held against the one before. */
export interface StateChange {
  /** Passed before, and does not now: failed, or is gone. */
  readonly newlyFailing: readonly string[];
  /** Did not pass before, and does now. */
  readonly newlyPassing: readonly string[];
  readonly passed: number;
  readonly failed: number;
}

export function compareStates(before: StateVerdict, after: StateVerdict): StateChange {
  const [passedBefore, passedNow] = [new Set(before.passed), new Set(after.passed)];
  return {
    newlyFailing: before.passed.filter((name) => !passedNow.has(name)),
    newlyPassing: after.passed.filter((name) => !passedBefore.has(name)),
    passed: after.passed.length,
    failed: after.failed.length,
  };
}
