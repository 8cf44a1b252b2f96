import * as z from 'zod';

/** Where a fact comes from, and when it was read there. */
export const sourceSchema = z.strictObject({
  url: z.url(),
  /** Who read it there, when it was not us. */
  via: z.url().optional(),
  date: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])(-\d\d)?$/),
});

const count = z.number().int().positive();
const bytes = z.number().int().positive();

/** The numbers that fix the size of every tensor: `Qwen35Parameters`, less what no published model varies. */
const shapeSchema = z.strictObject({
  architecture: z.enum(['qwen35', 'qwen35moe']),
  blocks: count,
  /** Blocks for multi-token prediction that the files carry besides. */
  predictionBlocks: count.optional(),
  /** Every so many blocks one has full attention and so a key-value cache; the others carry a recurrent state. */
  fullAttentionInterval: count,
  embedding: count,
  feedForward: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('dense'), length: count }),
    /** `used` of the `experts` work on a token, and a shared one on each. */
    z.strictObject({ kind: z.literal('experts'), experts: count, used: count, length: count, sharedLength: count }),
  ]),
  heads: count,
  keyValueHeads: count,
  headLength: count,
  convolution: count,
  stateLength: count,
  stateKeyHeads: count,
  stateValueHeads: count,
  vocabularySize: count,
  /** Has it an output matrix of its own, besides the embedding? */
  untied: z.boolean(),
});

const fileSchema = z.strictObject({
  /** Within the repository. */
  path: z.string().regex(/^[\w.-]+(\/[\w.-]+)?\.gguf$/),
  bytes: bytes.optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

const quantSchema = z.strictObject({
  /** As the file's name spells it. `UD-`: Unsloth's, which keeps the tensors that matter more precise. */
  name: z.string().regex(/^(UD-)?I?Q\d\w*$/),
  /** One, or all parts of a split model in their order. */
  files: z.array(fileSchema).min(1),
});

const samplingSchema = z.strictObject({
  temperature: z.number().min(0),
  topP: z.number().min(0).max(1),
  topK: z.number().int().min(0),
  presencePenalty: z.number(),
});

const samplingProfileSchema = z.strictObject({
  thinkingForCode: samplingSchema,
  thinking: samplingSchema,
  plain: samplingSchema,
  source: sourceSchema,
});

const familySchema = z.enum(['qwen3.5', 'qwen3.6', 'qwen3.8']);

const modelSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9.-]+$/),
  /** For people. */
  name: z.string().min(1),
  family: familySchema,
  size: z.string().regex(/^[\d.]+B(-A\d+B)?$/),
  license: z.literal('Apache-2.0'),
  /** What was written later it cannot have been trained on. Where sources differ by a day or two, the later day. */
  released: z.strictObject({ on: z.iso.date(), source: sourceSchema }).optional(),
  contextTokens: count,
  /** With YaRN. */
  extendedContextTokens: count.optional(),
  thinksByDefault: z.boolean(),
  /** Can be told how much to think. */
  hasReasoningEffort: z.boolean().default(false),
  /** Key of `samplingProfiles`; absent: its card was not checked. */
  sampling: z.string().optional(),
  shape: shapeSchema,
  /** All of them have every file, under the same path. */
  hosts: z
    .array(
      z.strictObject({
        host: z.enum(['huggingface', 'modelscope']),
        repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
        /** The commit whose files have the stated bytes and hashes. */
        revision: z
          .string()
          .regex(/^[0-9a-f]{40}$/)
          .optional(),
      }),
    )
    .min(1),
  /** Of the file list; the shape was checked against it. */
  source: sourceSchema,
  quants: z.array(quantSchema).min(1),
});

const neverReleasedSchema = z.strictObject({
  family: familySchema,
  size: z.string(),
  /** Only together with this word. */
  variant: z.string().optional(),
  reason: z.enum(['size-not-made', 'variant-not-made']),
  /** Id of the model to take instead. */
  nearest: z.string(),
  source: sourceSchema,
});

const scoreSchema = z.strictObject({
  model: z.string(),
  benchmark: z.string(),
  /** Of the model, as its card states it. */
  score: z.number(),
  /** What articles compare it with, and what the card does. */
  rival: z.strictObject({
    claimed: z.string().optional(),
    claimedScore: z.number().optional(),
    actual: z.string(),
    actualScore: z.number(),
  }),
  /**
   * `agrees`: the claim is what the card says. `other-rival`: the card's rival is a smaller model than the claim's.
   * `claim-fails`: the card says the opposite of the claim. `rival-ahead`: left out of the claims.
   */
  caveat: z.enum(['agrees', 'other-rival', 'claim-fails', 'rival-ahead']),
  source: sourceSchema,
});

export const catalogueSchema = z.strictObject({
  /** When the whole was last compared with public material. */
  checked: z.iso.date(),
  samplingProfiles: z.record(z.string(), samplingProfileSchema),
  models: z.array(modelSchema),
  neverReleased: z.array(neverReleasedSchema),
  scores: z.array(scoreSchema),
});

export type Catalogue = z.infer<typeof catalogueSchema>;
export type CatalogueModel = Catalogue['models'][number];
export type CatalogueQuant = CatalogueModel['quants'][number];

export type NeverReleased = Catalogue['neverReleased'][number];
export type PublishedScore = Catalogue['scores'][number];
export type SamplingProfile = Catalogue['samplingProfiles'][string];
