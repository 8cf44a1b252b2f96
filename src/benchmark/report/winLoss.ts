import type { TaskResult } from '../result.ts';
import { type TaskVerdict, taskVerdicts } from './taskVerdicts.ts';

/** What one engine made of one task. */
export interface TaskOutcome {
  readonly engineId: string;
  /** `null`: nothing was measured. */
  readonly isSolved: boolean | null;
  /** Answers that solved it, of those that count. */
  readonly solved: number;
  readonly counted: number;
}

/** Who solved a task. `some`: more than one of several, and not all. `open`: some engine has no verdict. */
export type WinLoss = { readonly kind: 'all' | 'none' | 'some' | 'open' } | OnlyOne;

export interface OnlyOne {
  readonly kind: 'only';
  readonly engineId: string;
}

/** By task, in the order of the engines; those that were not asked are not there. Through the chat, as models are compared. */
export function outcomesByTask(
  engineIds: readonly string[],
  results: readonly TaskResult[],
): ReadonlyMap<string, readonly TaskOutcome[]> {
  const outcomes = new Map<string, TaskOutcome[]>();
  for (const engineId of engineIds) {
    for (const verdict of taskVerdicts(results, engineId, 'asked')) {
      const own = outcomes.get(verdict.taskId);
      const outcome = outcomeOf(engineId, verdict);
      if (own === undefined) outcomes.set(verdict.taskId, [outcome]);
      else own.push(outcome);
    }
  }
  return outcomes;
}

function outcomeOf(engineId: string, { isSolved, results }: TaskVerdict): TaskOutcome {
  const known = results.filter(({ outcome }) => outcome.kind !== 'infrastructure');
  const solved = known.filter(({ outcome }) => outcome.kind === 'solved').length;
  return { engineId, isSolved, solved, counted: known.length };
}

/** Of one engine: `all` is solved, `none` is not. */
export function winLoss(engineIds: readonly string[], outcomes: readonly TaskOutcome[]): WinLoss {
  const known = outcomes.filter(({ isSolved }) => isSolved !== null);
  if (known.length < engineIds.length) return { kind: 'open' };
  const [winner, ...others] = known.filter(({ isSolved }) => isSolved === true);
  if (winner === undefined) return { kind: 'none' };
  if (others.length === known.length - 1) return { kind: 'all' };
  return others.length === 0 ? { kind: 'only', engineId: winner.engineId } : { kind: 'some' };
}
