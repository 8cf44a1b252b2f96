/** What one engine made of one task, as one line of a run's results file; and the run that it belongs to. */
import * as z from 'zod';
import { priceSchema } from './cost/price.ts';
import { fileEditSchema, taskFamilies, testRunnerIds } from './task.ts';

export const resultSchemaVersion = 1;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const moment = z.iso.datetime({ offset: true });
const count = z.int().min(0);
const amount = z.number().min(0);

/** Why an answer is no solution. */
export const failureReasons = [
  /** Nothing came, or the completer had a reason to show nothing. */
  'no-answer',
  /** The answer was not in the form that was asked for. */
  'unreadable-answer',
  'does-not-parse',
  /** Infill without tests: not the text that was there. */
  'not-equal',
  'tests-failed',
  'tests-timed-out',
  'wrong-call',
  /** Turns, tokens or time of the agent. */
  'budget-exhausted',
  'loop',
  /** The prompt does not fit the model's context. */
  'too-long',
] as const;

export const outcomeSchema = z.discriminatedUnion('kind', [
  /** `detail`: what of the answer did not count. */
  z.strictObject({ kind: z.literal('solved'), detail: z.string().optional() }),
  z.strictObject({ kind: z.literal('failed'), reason: z.enum(failureReasons), detail: z.string() }),
  /** Not the model's fault: tried again when the run is resumed, and reported apart. `code`: an `AppErrorCode` or `bug`. */
  z.strictObject({
    kind: z.literal('infrastructure'),
    code: z.string(),
    detail: z.string(),
    /** Because of it the engine was asked nothing more in this sitting. */
    setsAside: z.literal(true).optional(),
  }),
]);
export type ResultOutcome = z.infer<typeof outcomeSchema>;

/** All in 0 to 1. Similarities compare with the truth, see `scoring/editSimilarity.ts`. */
export const infillScoresSchema = z.strictObject({
  exactMatch: z.boolean(),
  levenshtein: amount,
  indel: amount,
  /** `null`: the language has no grammar here. */
  parses: z.boolean().nullable(),
  identifierF1: amount,
});
export type InfillScores = z.infer<typeof infillScoresSchema>;

const resultUsageSchema = z.strictObject({
  requests: count,
  promptTokens: count,
  reusedTokens: count,
  evaluatedTokens: count,
  generatedTokens: count,
  /** Of the generated ones. Absent: not known of each request. */
  thinkingTokens: count.optional(),
  writtenToCacheTokens: count.optional(),
});

const latencySchema = z.strictObject({
  /** From sending to the first generated token, of the first request; `null` where nothing was generated. */
  firstTokenMs: amount.nullable(),
  /** To the first text that is no thinking. */
  firstVisibleMs: amount.nullable(),
  /** Of the engine alone, all requests. */
  totalMs: amount,
  /** (n-1)/(t_last - t_first) of the longest answer. */
  tokensPerSecond: amount.nullable(),
  /** Nothing of the prompt was there before. */
  isCold: z.boolean(),
});

/** What an engine is, as precisely as it can be known. */
export const engineRecordSchema = z.strictObject({
  /** Unique in the run; a short name such as `local` or an endpoint's id. */
  id: z.string().min(1),
  label: z.string().min(1),
  place: z.enum(['local', 'this-machine', 'remote']),
  /** The model's name as asked for, and `ModelDescription.identity`. */
  model: z.string(),
  identity: z.string(),
  fileDigest: digest.optional(),
  quantization: z.string().optional(),
  templateDigest: digest.optional(),
  contextTokens: count,
  thinking: z.boolean(),
  device: z.string().optional(),
  /** Without credentials or query. */
  url: z.string().optional(),
  adapters: z.array(z.strictObject({ name: z.string(), scale: z.number() })).optional(),
  /** Requests that it takes at once. */
  parallel: z.int().min(1),
});
export type EngineRecord = z.infer<typeof engineRecordSchema>;

export const resultSchema = z.strictObject({
  schema: z.literal(resultSchemaVersion),
  /** Digest of task, engine, parameters and sample. A key with a lasting outcome is never run again. */
  key: digest,
  taskId: z.string(),
  family: z.enum(taskFamilies),
  /** As the task has them, so that results can be told without their tasks. */
  language: z.string(),
  cluster: z.string(),
  engineId: z.string(),
  /** `chat`: every model is asked through the same prompt. `infill`: the engine's own infill, through the completer. */
  through: z.enum(['chat', 'infill', 'agent']),
  sample: count,
  seed: count,
  /** Place in the order of engines for this task, from 0. */
  position: count,
  startedAt: moment,
  outcome: outcomeSchema,
  infill: infillScoresSchema.optional(),
  /** The call could be read at all, apart from whether it was the right one. */
  callParsed: z.boolean().optional(),
  tests: z
    .strictObject({ passed: count, failed: z.array(z.string()), missing: z.array(z.string()), durationMs: amount })
    .optional(),
  usage: resultUsageSchema,
  latency: latencySchema,
  /** `null`: there is no price for it. Absent: local. */
  costUsd: amount.nullable().optional(),
  energyWh: z.strictObject({ amount, basis: z.enum(['measured', 'declared']) }).optional(),
  /** The model's id as the server gave it, and what it would not take. */
  servedModel: z.string().optional(),
  leftOut: z.array(z.string()).optional(),
  /** What was asked of the sampler beside the seed, by the names of its parameters. Absent: its own defaults. */
  sampling: z.record(z.string(), z.number()).optional(),
  /** UTF-8 bytes of the prompts that went to another machine, each as often as it was sent. Absent: none did. */
  sentBytes: count.optional(),
  /** How long the server had us wait before it let us in, and how often. In no latency. */
  waits: z.strictObject({ ms: amount, count }).optional(),
  /**
   * What this result took beside `usage` and `costUsd`: requests that failed, and earlier attempts. At most: what a failed
   * request came to nobody tells. `usd` as `costUsd`.
   */
  lost: z.strictObject({ requests: count, tokens: count, usd: amount.nullable().optional() }).optional(),
  /** The harness's own work: copy, checks, score; without model and tests. */
  overheadMs: amount,
  evidence: z.strictObject({
    answer: z.string(),
    changes: z.array(fileEditSchema),
    transcript: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), text: z.string() })),
    testOutput: z.string(),
  }),
});
export type TaskResult = z.infer<typeof resultSchema>;

const sandboxSchema = z.strictObject({
  level: z.string(),
  isOffline: z.boolean(),
  isContained: z.boolean(),
  memoryBytes: count.nullable(),
  processes: count.nullable(),
  container: z
    .strictObject({ program: z.string(), version: z.string(), image: z.string(), digest: z.string() })
    .optional(),
  shortfall: z.string().optional(),
});

const hardwareSchema = z.strictObject({
  platform: z.string(),
  processor: z.string(),
  cores: count,
  memoryBytes: count,
  gpus: z.array(z.string()),
});

const runnersSchema = z.array(z.strictObject({ id: z.enum(testRunnerIds), version: z.string().nullable() }));

/** The head of a run: everything needed to do it again. Kept beside the results. */
export const runSchema = z.strictObject({
  schema: z.literal(resultSchemaVersion),
  id: z.string().regex(/^[a-z0-9-]{8,64}$/),
  createdAt: moment,
  parityVersion: z.string(),
  promptVersion: z.int().min(1),
  repository: z.strictObject({ name: z.string(), head: z.string().nullable() }),
  taskSet: z.strictObject({ digest, count, name: z.string() }),
  /** Holes and commits of it are from code written since then; `null`: of any age. Absent: an older version, or nobody knows. */
  since: moment.nullable().optional(),
  /** Ids in the order of the task set, after sampling to the run's size. */
  taskIds: z.array(z.string()),
  seed: z.string(),
  samples: z.int().min(1),
  engines: z.array(engineRecordSchema).min(1),
  /** What was reckoned with, of each engine that costs money by use; `null`: there is no price for it. */
  prices: z.array(z.strictObject({ engineId: z.string(), price: priceSchema.nullable() })).optional(),
  parameters: z.strictObject({
    replyTokens: count,
    /** Of several engines, the smallest context: each gets the same prompts and the same room for an answer. Agents have their own. */
    commonContextTokens: count.optional(),
    agentReplies: count,
    agentTokens: count,
    agentMs: count,
    thinking: z.boolean(),
  }),
  caps: z.strictObject({
    maxMs: count.nullable(),
    maxTokens: count.nullable(),
    maxUsd: amount.nullable(),
  }),
  shard: z.strictObject({ index: z.int().min(1), of: z.int().min(1) }).nullable(),
  sandbox: sandboxSchema,
  hardware: hardwareSchema,
  /** What energy was reckoned with. Absent: no engine had this machine to itself, or an older version ran. */
  energy: z
    .strictObject({
      /** Beyond `idleWatts`, which the same counters showed before the run. Empty: nothing could be measured. */
      measuredBy: z.array(z.enum(['rapl', 'nvidia-smi'])),
      idleWatts: amount.optional(),
      /** By a person, of the whole machine. */
      declared: z.strictObject({ activeWatts: amount, idleWatts: amount }).optional(),
      usdPerKwh: amount.optional(),
      hardware: z.strictObject({ usd: amount, lifeYears: amount }).optional(),
      /** Why counters that are there could not be read. */
      notMeasured: z.array(z.string()),
    })
    .optional(),
  runners: runnersSchema,
  /** Of merged shards: the other machines that some of them ran on. Absent: none. */
  elsewhere: z
    .array(z.strictObject({ hardware: hardwareSchema, sandbox: sandboxSchema, runners: runnersSchema }))
    .optional(),
  /** Tasks of `taskIds` that an engine is asked for in no way, because it lacks what they need. Absent: none. */
  unasked: z.array(z.strictObject({ engineId: z.string(), count })).optional(),
  /** Of the mining that the task set came from: candidates turned away, by family and reason. */
  rejected: z.array(z.strictObject({ family: z.enum(taskFamilies), reason: z.string(), count })),
});
export type RunRecord = z.infer<typeof runSchema>;
