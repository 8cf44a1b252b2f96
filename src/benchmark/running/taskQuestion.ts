import type { WorkspaceFiles } from '../../tools/workspaceFiles.ts';
import type { BodyTask, BugfixTask, FileEdit, InfillTask, ReplayTask } from '../task.ts';

/** Tasks that are put in one message and answered in one. */
export type AskedTask = InfillTask | BodyTask | BugfixTask | ReplayTask;

/** A task in words, and how to read what comes back. */
export interface TaskQuestion {
  readonly system: string;
  readonly text: string;
  readonly read: (reply: string) => ReadReply;
}

export type ReadReply =
  | { readonly kind: 'edits'; readonly edits: readonly FileEdit[] }
  /** Of an infill task: what belongs into the hole. */
  | { readonly kind: 'filling'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** `files`: of the state that the task is set in. At most about `promptTokens` long. */
export type PutTask = (
  task: AskedTask,
  around: { readonly files: WorkspaceFiles; readonly promptTokens: number },
  signal: AbortSignal,
) => Promise<TaskQuestion>;
