/** The numbers that fix the size of every tensor of a Qwen 3.5. */
export interface Qwen35Shape {
  readonly blocks: number;
  /** Every so many blocks one has full attention; the others are recurrent. */
  readonly fullAttentionInterval: number;
  readonly embedding: number;
  readonly feedForward: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headLength: number;
  readonly ropeLength: number;
  /** Sum: half of `ropeLength`. */
  readonly ropeSections: readonly [number, number, number, number];
  readonly convolution: number;
  readonly recurrentKeyHeads: number;
  readonly recurrentValueHeads: number;
  readonly recurrentHeadLength: number;
  readonly contextTokens: number;
  /** Makes it a mixture of experts, architecture `qwen35moe`; `feedForward` is unused then. */
  readonly experts?: {
    readonly count: number;
    readonly used: number;
    readonly length: number;
    readonly sharedLength: number;
  };
}

export const tinyShape: Qwen35Shape = {
  blocks: 8,
  fullAttentionInterval: 4,
  embedding: 128,
  feedForward: 256,
  heads: 4,
  keyValueHeads: 2,
  headLength: 32,
  ropeLength: 16,
  ropeSections: [3, 3, 2, 0],
  convolution: 4,
  recurrentKeyHeads: 2,
  recurrentValueHeads: 4,
  recurrentHeadLength: 32,
  contextTokens: 262_144,
};

export const tinyExpertsShape: Qwen35Shape = {
  ...tinyShape,
  blocks: 4,
  experts: { count: 4, used: 2, length: 64, sharedLength: 64 },
};

/** The published configuration (config.json of the model's card) of the smallest model of the family. */
export const shape08B: Qwen35Shape = {
  blocks: 24,
  fullAttentionInterval: 4,
  embedding: 1024,
  feedForward: 3584,
  heads: 8,
  keyValueHeads: 2,
  headLength: 256,
  ropeLength: 64,
  ropeSections: [11, 11, 10, 0],
  convolution: 4,
  recurrentKeyHeads: 16,
  recurrentValueHeads: 16,
  recurrentHeadLength: 128,
  contextTokens: 262_144,
};
