/**
 * What is kept of two answers to one question, and of the votes on them: one line each of a file that is only added to.
 * The texts are those of models and users: data, whatever they say.
 */
import * as z from 'zod';

export const voteSchemaVersion = 1;

const schema = z.literal(voteSchemaVersion);
const id = z.string().min(1).max(100);
const moment = z.iso.datetime({ offset: true });
const amount = z.number().min(0);
const count = z.int().min(0);

const costSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('unknown') }),
  z.strictObject({ kind: z.literal('known'), usd: amount, isUpperBound: z.boolean() }),
]);

export const votedEngineSchema = z.strictObject({
  /** `local`, or the id of an endpoint. */
  id: z.string().min(1),
  label: z.string().min(1),
  model: z.string(),
  /** `ModelDescription.identity`: votes for the same weights at the same place are one engine's, whatever its label. */
  identity: z.string(),
  place: z.enum(['local', 'this-machine', 'remote']),
  thinking: z.boolean(),
});
export type VotedEngine = z.infer<typeof votedEngineSchema>;

const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  /** What a tool was asked; its result is not kept. */
  z.strictObject({
    kind: z.literal('call'),
    tool: z.string(),
    target: z.string(),
    progress: z.enum(['done', 'failed', 'denied', 'stopped']),
    summary: z.string(),
  }),
]);
export type AnswerStep = z.infer<typeof stepSchema>;

const sideSchema = z.strictObject({
  engine: votedEngineSchema,
  progress: z.enum(['done', 'cut-off']),
  steps: z.array(stepSchema),
  figures: z
    .strictObject({
      firstTokenMs: amount.optional(),
      totalMs: amount,
      promptTokens: count.optional(),
      generatedTokens: count.optional(),
      cost: costSchema,
    })
    .optional(),
});
export type KeptSide = z.infer<typeof sideSchema>;

const sideName = z.enum(['left', 'right']);
export const voteChoiceSchema = z.enum(['left', 'right', 'tie', 'both-bad']);

const pairLineSchema = z.strictObject({
  schema,
  kind: z.literal('pair'),
  id,
  askedAt: moment,
  /** From a chat, or from a benchmark run that asked both the same task. */
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chat') }),
    z.strictObject({ kind: z.literal('run'), runId: z.string(), taskId: z.string() }),
  ]),
  question: z.string(),
  /** Of the conversation that both knew; it is not kept. */
  earlierMessages: count,
  /** Nobody has seen which engine gave which answer. */
  isBlind: z.boolean(),
  /** One waited for the other. */
  isInTurn: z.boolean(),
  sides: z.strictObject({ left: sideSchema, right: sideSchema }),
});
export type PairLine = z.infer<typeof pairLineSchema>;

export const voteLineSchema = z.discriminatedUnion('kind', [
  pairLineSchema,
  /** `choice` goes by the sides of the pair's line, whatever sides the voter saw. */
  z.strictObject({ schema, kind: z.literal('vote'), pairId: id, choice: voteChoiceSchema, at: moment }),
  z.strictObject({ schema, kind: z.literal('undo'), pairId: id, at: moment }),
  /** Which engine gave which answer was shown without a vote. */
  z.strictObject({ schema, kind: z.literal('seen'), pairId: id, at: moment }),
  z.strictObject({ schema, kind: z.literal('kept'), pairId: id, side: sideName, at: moment }),
]);
export type VoteLine = z.infer<typeof voteLineSchema>;
