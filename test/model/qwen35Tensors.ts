import type { Qwen35Shape } from './qwen35Shape.ts';

/** What a weight is for; whoever fills it decides the numbers and how they are stored. */
export type TensorRole =
  /** Looks up a token's vector. */
  | 'embedding'
  /** Gives each token its score. */
  | 'output'
  /** Adds to the stream that runs through all blocks: zero means the block says nothing. */
  | 'contribution'
  | 'matrix'
  | 'norm'
  | 'convolution'
  | 'time-step-bias'
  | 'decay'
  /** The small matrices that steer the recurrent state; quantizers keep them precise. */
  | 'gate';

export interface TensorPlan {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: TensorRole;
}

export interface PlanOptions {
  /** A separate output matrix; else the embedding is used twice. */
  readonly untied: boolean;
  /** One more block, for multi-token prediction, which llama.cpp stores but need not run. */
  readonly predictionBlock: boolean;
}

/** The tensors of a Qwen 3.5, as llama.cpp's src/models/qwen35.cpp and qwen35moe.cpp ask for them. */
export function planQwen35(shape: Qwen35Shape, vocabularySize: number, options: PlanOptions): TensorPlan[] {
  const plan: TensorPlan[] = [
    { name: 'token_embd.weight', shape: [shape.embedding, vocabularySize], role: 'embedding' },
    { name: 'output_norm.weight', shape: [shape.embedding], role: 'norm' },
  ];
  if (options.untied) plan.push({ name: 'output.weight', shape: [shape.embedding, vocabularySize], role: 'output' });
  for (let block = 0; block < shape.blocks; block++) {
    const isFull = (block + 1) % shape.fullAttentionInterval === 0;
    plan.push(
      ...prefixed(block, [...norms(shape), ...(isFull ? attention(shape) : recurrence(shape)), ...feedForward(shape)]),
    );
  }
  if (options.predictionBlock) {
    plan.push(
      ...prefixed(shape.blocks, [...norms(shape), ...attention(shape), ...feedForward(shape), ...prediction(shape)]),
    );
  }
  return plan;
}

function prefixed(block: number, tensors: readonly TensorPlan[]): TensorPlan[] {
  return tensors.map((tensor) => ({ ...tensor, name: `blk.${block}.${tensor.name}` }));
}

function norms({ embedding }: Qwen35Shape): TensorPlan[] {
  return [
    { name: 'attn_norm.weight', shape: [embedding], role: 'norm' },
    { name: 'post_attention_norm.weight', shape: [embedding], role: 'norm' },
  ];
}

function attention({ embedding, heads, keyValueHeads, headLength }: Qwen35Shape): TensorPlan[] {
  return [
    // Twice the heads: each query comes with the gate of its output.
    { name: 'attn_q.weight', shape: [embedding, headLength * heads * 2], role: 'matrix' },
    { name: 'attn_k.weight', shape: [embedding, headLength * keyValueHeads], role: 'matrix' },
    { name: 'attn_v.weight', shape: [embedding, headLength * keyValueHeads], role: 'matrix' },
    { name: 'attn_output.weight', shape: [headLength * heads, embedding], role: 'contribution' },
    { name: 'attn_q_norm.weight', shape: [headLength], role: 'norm' },
    { name: 'attn_k_norm.weight', shape: [headLength], role: 'norm' },
  ];
}

function recurrence(shape: Qwen35Shape): TensorPlan[] {
  const { embedding, recurrentValueHeads: heads } = shape;
  const keys = shape.recurrentHeadLength * shape.recurrentKeyHeads;
  const values = shape.recurrentHeadLength * heads;
  return [
    { name: 'attn_qkv.weight', shape: [embedding, 2 * keys + values], role: 'matrix' },
    { name: 'attn_gate.weight', shape: [embedding, values], role: 'matrix' },
    { name: 'ssm_conv1d.weight', shape: [shape.convolution, 2 * keys + values], role: 'convolution' },
    { name: 'ssm_dt.bias', shape: [heads], role: 'time-step-bias' },
    { name: 'ssm_a', shape: [heads], role: 'decay' },
    { name: 'ssm_beta.weight', shape: [embedding, heads], role: 'gate' },
    { name: 'ssm_alpha.weight', shape: [embedding, heads], role: 'gate' },
    { name: 'ssm_norm.weight', shape: [shape.recurrentHeadLength], role: 'norm' },
    { name: 'ssm_out.weight', shape: [values, embedding], role: 'contribution' },
  ];
}

function feedForward({ embedding, feedForward: width, experts }: Qwen35Shape): TensorPlan[] {
  if (experts !== undefined) return mixture(embedding, experts);
  return [
    { name: 'ffn_gate.weight', shape: [embedding, width], role: 'matrix' },
    { name: 'ffn_up.weight', shape: [embedding, width], role: 'matrix' },
    { name: 'ffn_down.weight', shape: [width, embedding], role: 'contribution' },
  ];
}

function mixture(embedding: number, experts: NonNullable<Qwen35Shape['experts']>): TensorPlan[] {
  const { count, length, sharedLength } = experts;
  return [
    { name: 'ffn_gate_inp.weight', shape: [embedding, count], role: 'gate' },
    { name: 'ffn_gate_exps.weight', shape: [embedding, length, count], role: 'matrix' },
    { name: 'ffn_up_exps.weight', shape: [embedding, length, count], role: 'matrix' },
    { name: 'ffn_down_exps.weight', shape: [length, embedding, count], role: 'contribution' },
    { name: 'ffn_gate_inp_shexp.weight', shape: [embedding], role: 'gate' },
    { name: 'ffn_gate_shexp.weight', shape: [embedding, sharedLength], role: 'matrix' },
    { name: 'ffn_up_shexp.weight', shape: [embedding, sharedLength], role: 'matrix' },
    { name: 'ffn_down_shexp.weight', shape: [sharedLength, embedding], role: 'contribution' },
  ];
}

function prediction({ embedding }: Qwen35Shape): TensorPlan[] {
  return [
    { name: 'nextn.eh_proj.weight', shape: [2 * embedding, embedding], role: 'matrix' },
    { name: 'nextn.enorm.weight', shape: [embedding], role: 'norm' },
    { name: 'nextn.hnorm.weight', shape: [embedding], role: 'norm' },
    { name: 'nextn.shared_head_norm.weight', shape: [embedding], role: 'norm' },
  ];
}
