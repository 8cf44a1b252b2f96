/** What mining proposes and admission decides on: a task whose tests nobody has run yet. */
import { type TaskDraft, nameTask } from './digest.ts';
import type { BodyTask, BugfixTask, InfillTask, ReplayTask, Task, TestPlan } from './task.ts';

type WithoutTests<T> = T extends unknown ? Omit<T, 'id' | 'tests'> : never;

/** Tests must tell the broken state from the mended one, so without them it is no task. */
export type RepairDraft = WithoutTests<BodyTask | BugfixTask | ReplayTask>;
/** A task as it stands; tests that cover the hole make it a better one. */
export type InfillDraft = WithoutTests<InfillTask>;

export interface Candidate<Draft extends RepairDraft | InfillDraft = RepairDraft | InfillDraft> {
  readonly draft: Draft;
  /**
   * Test files that may decide, as they are named in the repository once the task's hidden files lie over it; the likeliest
   * first. Empty: nothing is known, and coverage has to tell.
   */
  readonly relatedTests: readonly string[];
  /** The innermost function with a name around the place in question: coverage is asked by it. */
  readonly functionName?: string;
}

/** `tests` may be left out for infill alone. */
export async function completeTask(draft: RepairDraft | InfillDraft, tests: TestPlan): Promise<Task>;
export async function completeTask(draft: InfillDraft): Promise<Task>;
export async function completeTask(draft: RepairDraft | InfillDraft, tests?: TestPlan): Promise<Task> {
  const whole = tests === undefined ? draft : { ...draft, tests };
  // Only infill comes without tests, and there they are optional.
  return nameTask(whole as TaskDraft);
}
