import type { InfillDraft, RepairDraft } from '../candidate.ts';
import type { AgentTask, FileEdit } from '../task.ts';
import { foldPath, isProtected } from './protectedFiles.ts';

/** What grading needs of any task that tests decide, admitted or not. */
export type GradedTask = RepairDraft | InfillDraft | Omit<AgentTask, 'id' | 'tests'>;

/** What the base becomes before the model begins. */
function brokenState(task: GradedTask): readonly FileEdit[] {
  return task.family === 'infill' ? [{ path: task.path, text: task.before + task.after }] : task.setup;
}

/** The true change. */
export function goldEdits(task: GradedTask): readonly FileEdit[] {
  return task.family === 'infill' ? [{ path: task.path, text: task.before + task.truth + task.after }] : task.gold;
}

/** What is laid over every answer. */
function laidOver(task: GradedTask): readonly FileEdit[] {
  const hidden = task.family === 'replay' || task.family === 'agent' ? task.hidden : [];
  return [...goldEdits(task).filter(({ path }) => path !== task.path && isProtected(path)), ...hidden];
}

/** Whether a change of this path counts in an answer. `testFiles` are protected by whatever name. */
export function isCounted(task: GradedTask, testFiles: readonly string[]): (path: string) => boolean {
  const own = new Set([...testFiles, ...laidOver(task).map(({ path }) => path)].map(foldPath));
  return (path) => path === task.path || (!isProtected(path) && !own.has(foldPath(path)));
}

/**
 * The state that is tested, as edits on the base: broken state, then the answer without what is protected, then what
 * the true change does to tests and configuration, then the hidden tests.
 */
export function gradedState(
  task: GradedTask,
  answer: readonly FileEdit[],
  testFiles: readonly string[],
): readonly FileEdit[] {
  const counts = isCounted(task, testFiles);
  const state = new Map<string, FileEdit>();
  const counted = answer.filter(({ path }) => counts(path));
  for (const edit of [...brokenState(task), ...counted, ...laidOver(task)]) state.set(edit.path, edit);
  return [...state.values()];
}
