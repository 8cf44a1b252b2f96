/**
 * A benchmark made from a repository: tasks are mined, admitted, run through the code that users run, scored, reported.
 *
 * This folder knows nothing of VS Code, Node, processes or files. What it needs of them comes in through interfaces
 * (`Workshop`, `Syntax`, `SourceHistory` and such), which the folder `harness` implements. Text has `\n` line ends unless
 * said otherwise; offsets are UTF-16 code units; paths are relative to the repository with `/`.
 *
 * This file is what a task is, in memory and as one line of a task file. A task file may come from anyone: it is checked,
 * and it can name no command, only the kind of test runner.
 */
import * as z from 'zod';

/** Raised when a line of an older version can no longer be read as it stands. */
export const taskSchemaVersion = 1;

/** Relative, with `/`, without `.` or `..`, and outside of `.git`: it cannot leave the copy it is written to. */
export const taskPathSchema = z
  .string()
  .max(1000)
  .refine((path) => isTaskPath(path), 'must be a path inside the repository, with /');

export function isTaskPath(path: string): boolean {
  if (path.includes('\\') || path.includes('\0') || /^[a-z]:/i.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/^\.git$/i.test(part));
}

/** The whole text of a file as it shall be; `null`: no such file. */
export const fileEditSchema = z.strictObject({ path: taskPathSchema, text: z.string().nullable() });
export type FileEdit = z.infer<typeof fileEditSchema>;

const commitId = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);

/** Where the files come from that a task is set in. */
export const taskBaseSchema = z.discriminatedUnion('kind', [
  /** A commit of the repository that the task file belongs to. */
  z.strictObject({ kind: z.literal('commit'), commit: commitId }),
  /** A folder that is no git repository, as it was: `digest` is of its paths and contents. */
  z.strictObject({ kind: z.literal('folder'), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Nothing else is needed: the task brings its files. */
  z.strictObject({
    kind: z.literal('files'),
    files: z.array(z.strictObject({ path: taskPathSchema, text: z.string() })),
  }),
]);
export type TaskBase = z.infer<typeof taskBaseSchema>;

export const testRunnerIds = ['vitest', 'jest', 'mocha', 'node-test', 'pytest', 'unittest'] as const;
export type TestRunnerId = (typeof testRunnerIds)[number];

/** Which tests decide. How the runner is started is found in the base itself, never in a task file. */
export const testPlanSchema = z.strictObject({
  runner: z.enum(testRunnerIds),
  /** The package that the tests belong to: `.` or a folder. Test files are relative to the repository all the same. */
  directory: z.literal('.').or(taskPathSchema),
  files: z.array(taskPathSchema).min(1),
  /** Names as `TestCase.name` has them. Fail before the true change, pass after it: all of them must pass. */
  failToPass: z.array(z.string()).min(1),
  /** Pass before and after: none of them may fail. */
  passToPass: z.array(z.string()),
  timeoutMs: z.int().min(1000).max(3_600_000),
});
export type TestPlan = z.infer<typeof testPlanSchema>;

const common = {
  schema: z.literal(taskSchemaVersion),
  /** Digest of the rest of the task: the same task has the same id on every machine. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Language of the file in question, as VS Code names it: `typescript`, `python`. */
  language: z.string().min(1).max(40),
  base: taskBaseSchema,
  /** Tasks of one cluster (a commit, else a file) are not independent, and are drawn together by the bootstrap. */
  cluster: z.string().min(1),
  /** When the code in question was committed, ISO 8601: a model released later may have been trained on it. */
  date: z.iso.datetime({ offset: true }).nullable(),
};

/** What brings the base into the broken state, what is the true change from there, and what tells them apart. */
const repair = {
  path: taskPathSchema,
  setup: z.array(fileEditSchema),
  gold: z.array(fileEditSchema).min(1),
  tests: testPlanSchema,
};

export const infillHoles = ['line', 'block', 'body', 'arguments'] as const;

export const infillTaskSchema = z.strictObject({
  ...common,
  family: z.literal('infill'),
  hole: z.enum(infillHoles),
  path: taskPathSchema,
  /** The whole file is `before + truth + after`. */
  before: z.string(),
  truth: z.string().min(1),
  after: z.string(),
  /** Absent: no test covers the hole. */
  tests: testPlanSchema.optional(),
});

export const bodyTaskSchema = z.strictObject({
  ...common,
  family: z.literal('body'),
  ...repair,
  functionName: z.string().min(1),
  /** Of the broken body, in the broken file. */
  hole: z.strictObject({ start: z.int().min(0), end: z.int().min(0) }),
});

export const bugfixTaskSchema = z.strictObject({
  ...common,
  family: z.literal('bugfix'),
  ...repair,
  operator: z.string().min(1),
  /** From 1, in the broken file. Kept for the report; the model is not told. */
  line: z.int().min(1),
});

export const replayTaskSchema = z.strictObject({
  ...common,
  family: z.literal('replay'),
  ...repair,
  commit: commitId,
  /** The commit's message: the whole of what the model is told to do. */
  message: z.string().min(1),
  /** Tests of the commit, laid over for grading and never shown. */
  hidden: z.array(fileEditSchema).min(1),
});

/** Accepted values of each argument; `undefined` among them is written by leaving `required` false. */
export const expectedCallSchema = z.strictObject({
  name: z.string(),
  arguments: z.record(z.string(), z.strictObject({ accepted: z.array(z.json()).min(1), required: z.boolean() })),
});
export type ExpectedCall = z.infer<typeof expectedCallSchema>;

export const toolcallTaskSchema = z.strictObject({
  ...common,
  family: z.literal('toolcall'),
  category: z.enum(['simple', 'choice', 'parallel', 'irrelevance', 'missing-argument']),
  question: z.string().min(1),
  /** Absent: the extension's own tools. */
  tools: z
    .array(z.strictObject({ name: z.string(), description: z.string(), parameters: z.record(z.string(), z.json()) }))
    .optional(),
  /** In any order; none: the model must answer without a call. */
  expected: z.array(expectedCallSchema),
});

/** The same as a repair of the other families, through the agent loop with the real tools. */
export const agentTaskSchema = z.strictObject({
  ...common,
  family: z.literal('agent'),
  ...repair,
  kind: z.enum(['body', 'bugfix', 'replay']),
  instruction: z.string().min(1),
  hidden: z.array(fileEditSchema),
});

export const taskSchema = z.discriminatedUnion('family', [
  infillTaskSchema,
  bodyTaskSchema,
  bugfixTaskSchema,
  replayTaskSchema,
  toolcallTaskSchema,
  agentTaskSchema,
]);

export type Task = z.infer<typeof taskSchema>;
export type TaskFamily = Task['family'];
export type InfillTask = z.infer<typeof infillTaskSchema>;
export type BodyTask = z.infer<typeof bodyTaskSchema>;
export type BugfixTask = z.infer<typeof bugfixTaskSchema>;
export type ReplayTask = z.infer<typeof replayTaskSchema>;
export type ToolcallTask = z.infer<typeof toolcallTaskSchema>;
export type AgentTask = z.infer<typeof agentTaskSchema>;

export const taskFamilies = [
  'infill',
  'body',
  'bugfix',
  'replay',
  'toolcall',
  'agent',
] as const satisfies readonly TaskFamily[];
