import { type MetadataReader, present } from './metadataReader.ts';
import { ModelFileProblem } from './modelFileProblem.ts';

/** The numbers of a Qwen 3.5, dense or with experts, from which the shape of every tensor follows. */
export interface Qwen35Parameters {
  /** Blocks that run, without those for multi-token prediction. */
  readonly blocks: number;
  readonly predictionBlocks: number;
  /** For each block that runs: does it carry a recurrent state instead of a key-value cache? */
  readonly isRecurrent: readonly boolean[];
  readonly contextTokens: number;
  readonly embedding: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headLength: number;
  readonly convolution: number;
  readonly stateLength: number;
  readonly stateKeyHeads: number;
  readonly stateValueHeads: number;
  readonly feedForward: FeedForward;
}

export type FeedForward =
  | { readonly kind: 'dense'; readonly length: number }
  /** `used` of the `experts` work on a token, and a shared one on each. */
  | {
      readonly kind: 'experts';
      readonly experts: number;
      readonly used: number;
      readonly length: number;
      readonly sharedLength: number;
    };

/** Limits of llama.cpp v0.5.0 (`LLAMA_MAX_LAYERS`, `LLAMA_MAX_EXPERTS`): it ends the process beyond them. */
const maxBlocks = 512;
const maxExperts = 1024;

/**
 * Reads the keys that llama.cpp's `load_hparams` and src/models/qwen35.cpp (qwen35moe.cpp) read, and checks what they and
 * the computation assert, so that no assertion is left to fail there.
 */
export function readQwen35Parameters(architecture: 'qwen35' | 'qwen35moe', metadata: MetadataReader): Qwen35Parameters {
  const key = (name: string): string => `${architecture}.${name}`;
  const positive = (name: string, maximum = 0xffff_ffff): number =>
    inRange(key(name), present(metadata.uint32(key(name)), key(name)), 1, maximum);

  const allBlocks = positive('block_count', maxBlocks);
  const predictionBlocks = inRange(
    key('nextn_predict_layers'),
    metadata.uint32(key('nextn_predict_layers')) ?? 0,
    0,
    allBlocks - 1,
  );
  const blocks = allBlocks - predictionBlocks;
  const uniform = (name: string): number => {
    const values = present(metadata.perBlock(key(name), allBlocks), key(name));
    const [first = 0] = values;
    // llama.cpp computes each shape from the first block's number.
    if (values.some((value) => value !== first)) throw new ModelFileProblem(`has different numbers in ${key(name)}`);
    return inRange(key(name), first, 1, 0xffff_ffff);
  };

  const parameters: Qwen35Parameters = {
    blocks,
    predictionBlocks,
    isRecurrent: recurrentBlocks(metadata, key, blocks, allBlocks),
    contextTokens: positive('context_length'),
    embedding: positive('embedding_length'),
    heads: uniform('attention.head_count'),
    keyValueHeads: uniform('attention.head_count_kv'),
    headLength: positive('attention.key_length'),
    // With a convolution of one nothing would be carried from token to token.
    convolution: inRange(key('ssm.conv_kernel'), positive('ssm.conv_kernel'), 2, 64),
    stateLength: positive('ssm.state_size'),
    stateKeyHeads: positive('ssm.group_count'),
    stateValueHeads: positive('ssm.time_step_rank'),
    feedForward:
      architecture === 'qwen35'
        ? { kind: 'dense', length: uniform('feed_forward_length') }
        : { kind: 'experts', ...readExperts(metadata, key, allBlocks, uniform) },
  };
  if (architecture === 'qwen35') {
    same(key('expert_count'), metadata.uint32(key('expert_count')) ?? 0, 0);
    same(key('expert_used_count'), Math.max(...(metadata.perBlock(key('expert_used_count'), allBlocks) ?? [0])), 0);
  }
  // Groups of experts are another family's: Qwen's have none.
  same(key('expert_group_count'), metadata.uint32(key('expert_group_count')) ?? 0, 0);
  same(key('attention.value_length'), positive('attention.value_length'), parameters.headLength);
  same(key('ssm.inner_size'), positive('ssm.inner_size'), parameters.stateLength * parameters.stateValueHeads);
  divides(key('attention.head_count_kv'), parameters.keyValueHeads, parameters.heads);
  divides(key('ssm.group_count'), parameters.stateKeyHeads, parameters.stateValueHeads);
  checkNumerics(metadata, key, parameters.headLength);
  return parameters;
}

function recurrentBlocks(
  metadata: MetadataReader,
  key: (name: string) => string,
  blocks: number,
  allBlocks: number,
): boolean[] {
  const listed = metadata.perBlock(key('attention.recurrent_layers'), allBlocks);
  if (listed !== undefined) return listed.slice(0, blocks).map((value) => value !== 0);
  const name = key('full_attention_interval');
  const interval = inRange(name, metadata.uint32(name) ?? 4, 1, 0xffff_ffff);
  return Array.from({ length: blocks }, (_, block) => (block + 1) % interval !== 0);
}

function readExperts(
  metadata: MetadataReader,
  key: (name: string) => string,
  allBlocks: number,
  uniform: (name: string) => number,
): { experts: number; used: number; length: number; sharedLength: number } {
  const experts = present(metadata.uint32(key('expert_count')), key('expert_count'));
  inRange(key('expert_count'), experts, 1, maxExperts);
  const used = inRange(key('expert_used_count'), uniform('expert_used_count'), 1, experts);
  metadata.perBlock(key('feed_forward_length'), allBlocks);
  const shared = key('expert_shared_feed_forward_length');
  return {
    experts,
    used,
    length: uniform('expert_feed_forward_length'),
    sharedLength: inRange(shared, present(metadata.uint32(shared), shared), 1, 0xffff_ffff),
  };
}

function checkNumerics(metadata: MetadataReader, key: (name: string) => string, headLength: number): void {
  const epsilon = key('attention.layer_norm_rms_epsilon');
  inRange(epsilon, present(metadata.number(epsilon, 'float32'), epsilon), 0, 1);
  const base = key('rope.freq_base');
  inRange(base, metadata.number(base, 'float32') ?? 1, 1, Number.MAX_VALUE);

  const rotated = inRange(
    key('rope.dimension_count'),
    metadata.uint32(key('rope.dimension_count')) ?? headLength,
    2,
    headLength,
  );
  if (rotated % 2 !== 0) throw new ModelFileProblem(`has the odd number ${rotated} in ${key('rope.dimension_count')}`);
  const name = key('rope.dimension_sections');
  const sections = present(metadata.integers(name), name);
  const sum = sections.reduce((total, length) => total + length, 0);
  if (
    sections.length !== 4 ||
    sections.some((length) => length < 0) ||
    sections.slice(0, 3).every((n) => n === 0) ||
    sum > headLength
  ) {
    throw new ModelFileProblem(`has impossible numbers in ${name}: ${sections.slice(0, 8).join(', ')}`);
  }

  metadata.number(key('rope.scaling.factor'), 'float32');
  metadata.uint32(key('rope.scaling.original_context_length'));
  const scaling = metadata.string(key('rope.scaling.type')) ?? 'none';
  if (!['none', 'linear', 'yarn', 'longrope'].includes(scaling)) {
    throw new ModelFileProblem(`has an unknown ${key('rope.scaling.type')}`);
  }
  if (metadata.bool(key('attention.causal')) === false || (metadata.uint32(key('pooling_type')) ?? 0) !== 0) {
    throw new ModelFileProblem('is an embedding model, which writes no text');
  }
}

function inRange(key: string, value: number, minimum: number, maximum: number): number {
  // Written so that NaN fails.
  if (value >= minimum && value <= maximum) return value;
  throw new ModelFileProblem(`has the impossible value ${value} for ${key}`);
}

function same(key: string, value: number, expected: number): void {
  if (value !== expected) throw new ModelFileProblem(`has the value ${value} for ${key} where ${expected} is due`);
}

function divides(key: string, part: number, whole: number): void {
  if (whole % part !== 0)
    throw new ModelFileProblem(`has the value ${part} for ${key}, which does not divide ${whole}`);
}

/** Which part of the routed experts works on a token: 1 without experts. */
export function usedExperts(feedForward: FeedForward): number {
  return feedForward.kind === 'dense' ? 1 : feedForward.used / feedForward.experts;
}
