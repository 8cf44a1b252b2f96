import { canonicalJson, sha256 } from '../../benchmark/digest.ts';
import type { TaskFileHeader } from '../../benchmark/mining/taskFile.ts';
import type { RunRecord } from '../../benchmark/result.ts';
import type { Task } from '../../benchmark/task.ts';

/** Tasks to run, with what the record of a run says of where they come from. */
export interface TaskSet {
  /** For people: the repository's, or the file's. */
  readonly name: string;
  readonly repository: RunRecord['repository'];
  readonly tasks: readonly Task[];
  readonly rejected: RunRecord['rejected'];
  /** Holes and commits are from code written since then; `null`: of any age. Absent: nobody knows. */
  readonly since?: string | null;
  /** Of a run that goes on: its tasks were chosen when it began, and these are all of them, or its shard's. */
  readonly chosen?: RunRecord['taskSet'];
}

export function taskSetOf({ header, tasks }: { header: TaskFileHeader; tasks: readonly Task[] }): TaskSet {
  const { repository, rejected, since } = header;
  return { name: repository.name, repository, tasks, rejected, since };
}

/** The same for the same tasks in the same order: runs are merged and compared by it. */
export function taskSetDigest(tasks: readonly Task[]): Promise<string> {
  return sha256(canonicalJson(tasks.map(({ id }) => id)));
}
