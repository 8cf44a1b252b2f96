import type { FileEdit, TestPlan } from '../task.ts';
import type { Workshop } from '../workshop.ts';
import { type GradedTask, gradedState } from './gradedTask.ts';
import { judgeRun, type Verdict } from './judgeRun.ts';
import { runState } from './runState.ts';

export interface Grade extends Verdict {
  /** What the runner wrote, head and tail. */
  readonly testOutput: string;
}

/**
 * Runs the tests of a task on an answer, in a copy that the model has never seen: only the texts of the files it changed
 * get there. Rejects as `Workshop.open` does.
 */
export async function grade(
  {
    task,
    answer,
    workshop,
  }: {
    readonly task: GradedTask & { readonly tests: TestPlan };
    readonly answer: readonly FileEdit[];
    readonly workshop: Workshop;
  },
  signal: AbortSignal,
): Promise<Grade> {
  const { base, tests } = task;
  const state = gradedState(task, answer, tests.files);
  const run = await runState(workshop, { base, state, tests }, signal);
  return { ...judgeRun(tests, run), testOutput: run.output };
}
