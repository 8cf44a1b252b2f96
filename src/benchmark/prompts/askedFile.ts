import type { WorkspaceFiles } from '../../tools/workspaceFiles.ts';
import type { BodyTask, BugfixTask } from '../task.ts';

/** The file in question as the model finds it. Rejects when the base does not have it: then the task is wrong. */
export async function readBroken(
  { path, setup }: Pick<BodyTask | BugfixTask, 'path' | 'setup'>,
  files: Pick<WorkspaceFiles, 'read'>,
  signal: AbortSignal,
): Promise<string> {
  const own = setup.find((edit) => edit.path === path)?.text;
  if (typeof own === 'string') return own;
  const read = await files.read(path, signal);
  if (read.kind === 'problem') throw new Error(`the task's file cannot be read: ${read.detail}`);
  return read.text;
}
