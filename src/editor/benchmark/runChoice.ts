import * as z from 'zod';
import { taskFamilies } from '../../benchmark/task.ts';

/** What a person chose for a run. Kept with it, so that it can go on after the window is gone. */
export const runChoiceSchema = z.strictObject({
  /** How many tasks at most. */
  taskCount: z.int().min(1),
  /** `null`: as long as it takes. Of each sitting, without pauses. */
  maxMinutes: z.int().min(1).nullable(),
  /** Both of all engines together. `null`: no cap. */
  maxTokens: z.int().min(1).nullable(),
  maxUsd: z.number().min(0).nullable(),
  /** Answers to each task. Missing in choices of before 2026-11-30, as is the next. */
  samples: z.int().min(1).default(1),
  /** Of a new task set: holes and commits only from code written since this day. `null`: of any age. */
  since: z.iso.date().nullable().default(null),
  families: z.array(z.enum(taskFamilies)).min(1),
  /** `local`, or the ids of endpoints. */
  engines: z.array(z.string()).min(1),
});
export type RunChoice = z.infer<typeof runChoiceSchema>;
