import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { runChoiceSchema } from './runChoice.ts';

const name = 'status.json';

/** What the editor knows of a run beside what is in its record and its results. */
const runStatusSchema = z.strictObject({
  schema: z.literal(1),
  /** Of the task set that it was begun with. */
  setId: z.string(),
  choice: runChoiceSchema,
  /** Answers that there are to be, of all engines together. */
  total: z.int().min(0),
  /** `open`: begun and not ended. Without a window that works on it, it was interrupted. */
  state: z.enum(['open', 'stopped', 'ended']),
  /** Why it ended before its end, in the order of reasons: `cap-time`, `engine-stopped:provider-auth`, `infrastructure`. */
  shortfalls: z.array(z.string()),
});
export type RunStatus = z.infer<typeof runStatusSchema>;

/** Undefined: none, or one of another version. The run itself can still be shown. */
export async function readRunStatus(folder: string): Promise<RunStatus | undefined> {
  try {
    return runStatusSchema.safeParse(JSON.parse(await readFile(join(folder, name), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

export async function writeRunStatus(folder: string, status: RunStatus): Promise<void> {
  const growing = join(folder, `${name}.new`);
  await writeFile(growing, `${JSON.stringify(status, null, 2)}\n`);
  await rename(growing, join(folder, name));
}
