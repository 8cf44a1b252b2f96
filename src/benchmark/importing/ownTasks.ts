import { nameTask } from '../digest.ts';
import { type Task, taskSchema, taskSchemaVersion } from '../task.ts';
import { FieldError, parseLine } from './lineProblem.ts';

type Line = Readonly<Record<string, unknown>>;

export function isTaskLine(line: Line): boolean {
  return 'schema' in line && 'family' in line;
}

/** A line of a task file. The id must be that of the content: results are kept by it. */
export async function readTask(line: Line): Promise<Task> {
  const { schema } = line;
  if (typeof schema === 'number' && schema > taskSchemaVersion) {
    throw new FieldError(
      'schema',
      `is version ${schema}, made by a later Parity; this one reads up to version ${String(taskSchemaVersion)}`,
    );
  }
  const task = parseLine(taskSchema, line);
  const { id, ...draft } = task;
  const named = await nameTask(draft);
  if (named.id !== id)
    throw new FieldError('id', `is not that of the task, which has been changed since (${named.id})`);
  return task;
}
