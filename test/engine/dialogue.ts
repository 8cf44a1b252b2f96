import * as z from 'zod';

const text = z.strictObject({ text: z.string() });
const thinking = z.strictObject({ thinking: z.string() });
const call = z.strictObject({ call: z.string(), arguments: z.record(z.string(), z.unknown()) });
const malformed = z.strictObject({ malformed: z.string(), problem: z.string() });
const prefill = z.strictObject({
  prefill: z.strictObject({ doneTokens: z.number(), totalTokens: z.number(), reusedTokens: z.number() }),
});
/** Time passes; an abort ends it. */
const pause = z.strictObject({ pauseMs: z.number() });
/** Nothing more comes until the reply is aborted. */
const hang = z.strictObject({ hang: z.literal(true) });
/** The engine dies. */
const crash = z.strictObject({ crash: z.literal(true) });

const stepSchema = z.union([text, thinking, call, malformed, prefill, pause, hang, crash]);

const replySchema = z.strictObject({
  /** Only for a conversation whose last message contains this. A reply without it is for any. */
  when: z.string().optional(),
  /** True: given again and again. Otherwise once. */
  repeats: z.boolean().optional(),
  steps: z.array(stepSchema),
  /** The answer reached its limit of tokens. */
  isCutOff: z.boolean().optional(),
});

const infillSchema = z.strictObject({
  /** Only where the text before the cursor ends with this. */
  when: z.string().optional(),
  text: z.string(),
});

/** What a scripted engine says, as plain JSON. The first reply or infill that fits is taken. */
export const dialogueSchema = z.strictObject({
  /** Between two words of text, so that a person or a test sees it stream. */
  wordMs: z.number().optional(),
  contextTokens: z.number().optional(),
  /** A load with a larger context never ends by itself. */
  fittingTokens: z.number().optional(),
  replies: z.array(replySchema).optional(),
  infills: z.array(infillSchema).optional(),
});

export type Dialogue = z.infer<typeof dialogueSchema>;
export type ScriptedReply = z.infer<typeof replySchema>;
export type ScriptedStep = z.infer<typeof stepSchema>;
