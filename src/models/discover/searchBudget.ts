import type { Clock } from '../../base/clock.ts';
import type { SkippedPlace } from './foundModel.ts';

export interface SearchLimits {
  /** Folders within folders. */
  readonly depth: number;
  /** Files and folders looked at in one place. */
  readonly entries: number;
  /** For all places together. */
  readonly milliseconds: number;
}

/** Deep enough for every program's layout; a folder of a user's that is deeper is a project, not a collection of models. */
export const defaultSearchLimits: SearchLimits = { depth: 8, entries: 20_000, milliseconds: 20_000 };

/** What one search may still spend, and what it had to leave out. */
export interface SearchBudget {
  readonly skipped: SkippedPlace[];
  readonly limits: SearchLimits;
  /** Counts one more entry of the place it was made for; once it says no, it goes on to. */
  mayLookAt(path: string): boolean;
  /** For the next place: entries are counted anew, time goes on. */
  forNextPlace(): SearchBudget;
}

export function createSearchBudget(limits: SearchLimits, clock: Clock): SearchBudget {
  const endMs = clock.now() + limits.milliseconds;
  const skipped: SkippedPlace[] = [];
  const forPlace = (): SearchBudget => {
    let entries = 0;
    let isOver = false;
    const stop = (path: string, reason: SkippedPlace['reason']): false => {
      if (!isOver) skipped.push({ path, reason });
      isOver = true;
      return false;
    };
    return {
      skipped,
      limits,
      mayLookAt(path) {
        if (isOver) return false;
        entries += 1;
        if (clock.now() > endMs) return stop(path, 'out-of-time');
        return entries <= limits.entries || stop(path, 'too-many');
      },
      forNextPlace: forPlace,
    };
  };
  return forPlace();
}
