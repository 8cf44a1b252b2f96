/** A task set as a file that can be kept, shared and run again years later: a line that says how it came to be, then a task a line. */
import * as z from 'zod';
import { canonicalJson, nameTask } from '../digest.ts';
import { type Task, taskFamilies, taskSchema, taskSchemaVersion } from '../task.ts';

const count = z.int().min(0);
const counts = z.array(z.strictObject({ reason: z.string(), count }));

export const taskFileHeaderSchema = z.strictObject({
  schema: z.literal(taskSchemaVersion),
  kind: z.literal('parity-tasks'),
  /** Of the repository; `null` for a folder or for tasks that bring their files. */
  repository: z.strictObject({ name: z.string(), head: z.string().nullable() }),
  seed: z.string(),
  since: z.iso.datetime({ offset: true }).nullable(),
  fileCount: count,
  commitCount: count,
  isShallow: z.boolean(),
  /** Mining ran out of its time: another machine may find more. */
  endedEarly: z.boolean(),
  rejected: z.array(z.strictObject({ family: z.enum(taskFamilies), reason: z.string(), count })),
  skippedFiles: counts,
  skippedCommits: counts,
});
export type TaskFileHeader = z.infer<typeof taskFileHeaderSchema>;

export interface TaskFile {
  readonly header: TaskFileHeader;
  readonly tasks: readonly Task[];
}

/** `line` from 1; `field` as `tests.files.0`, empty for the whole line. */
export interface TaskFileProblem {
  readonly line: number;
  readonly field: string;
  readonly problem: string;
}

export type TaskFileReading =
  | { readonly kind: 'read'; readonly file: TaskFile }
  | { readonly kind: 'invalid'; readonly problems: readonly TaskFileProblem[] };

/** The same text for the same tasks, whatever the order of keys. */
export function writeTaskFile({ header, tasks }: TaskFile): string {
  return [header, ...tasks].map((line) => `${canonicalJson(line)}\n`).join('');
}

/** Checks all of it, ids included: what was changed by hand no longer has the id that its results are known by. */
export async function readTaskFile(text: string): Promise<TaskFileReading> {
  const problems: TaskFileProblem[] = [];
  const tasks: Task[] = [];
  const lineOf = new Map<string, number>();
  let header: TaskFileHeader | undefined;
  const lines = text.replace(/^\u{feff}/u, '').split(/\r?\n/);
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    if (content.trim() === '') continue;
    const value = parseLine(content);
    if (value === undefined) {
      problems.push({ line, field: '', problem: 'is no JSON' });
    } else if (header === undefined && problems.length === 0) {
      const parsed = taskFileHeaderSchema.safeParse(value);
      if (parsed.success) header = parsed.data;
      else problems.push(...problemsOf(line, value, parsed.error));
    } else {
      const parsed = taskSchema.safeParse(value);
      if (parsed.success) problems.push(...(await acceptTask(parsed.data, line, tasks, lineOf)));
      else problems.push(...problemsOf(line, value, parsed.error));
    }
  }
  if (header === undefined && problems.length === 0)
    problems.push({ line: 1, field: '', problem: 'the header is missing' });
  return header === undefined || problems.length > 0
    ? { kind: 'invalid', problems }
    : { kind: 'read', file: { header, tasks } };
}

async function acceptTask(
  task: Task,
  line: number,
  tasks: Task[],
  lineOf: Map<string, number>,
): Promise<TaskFileProblem[]> {
  const { id, ...draft } = task;
  const { id: own } = await nameTask(draft);
  if (id !== own) return [{ line, field: 'id', problem: `is not the id of this task, ${own}` }];
  const known = lineOf.get(id);
  if (known !== undefined) return [{ line, field: 'id', problem: `is the task of line ${known} again` }];
  lineOf.set(id, line);
  tasks.push(task);
  return [];
}

function parseLine(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function problemsOf(line: number, value: unknown, error: z.ZodError): TaskFileProblem[] {
  const version: unknown = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof version === 'number' && version > taskSchemaVersion) {
    return [
      {
        line,
        field: 'schema',
        problem: `is ${version}, of a later version of Parity; this one reads ${taskSchemaVersion}`,
      },
    ];
  }
  return error.issues.map(({ path, message }) => ({ line, field: path.join('.'), problem: message }));
}
