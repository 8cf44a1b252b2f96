import type { Qwen35Parameters } from './qwen35Parameters.ts';

/** A tensor that llama.cpp asks for, or takes when it is there. */
export interface ExpectedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** `exact`: computed with as 32-bit floats, so stored as such. `weight`: any type that matrices come in. */
  readonly storage: 'exact' | 'weight';
  /** May be missing when one of `instead` is there; `[]`: may be missing. */
  readonly instead?: readonly string[];
}

/** As src/models/qwen35.cpp and qwen35moe.cpp of llama.cpp v0.5.0 create them. */
export function expectedQwen35Tensors(parameters: Qwen35Parameters, vocabularySize: number): ExpectedTensor[] {
  const { embedding } = parameters;
  const expected: ExpectedTensor[] = [
    weight('token_embd.weight', embedding, vocabularySize),
    exact('output_norm.weight', embedding),
    // Without it the embedding is used twice.
    optional(weight('output.weight', embedding, vocabularySize)),
  ];
  for (const [block, isRecurrent] of parameters.isRecurrent.entries()) {
    const mixer = isRecurrent ? recurrence(parameters) : attention(parameters);
    expected.push(...inBlock(block, [...norms(parameters), ...mixer, ...feedForward(parameters)]));
  }
  for (let extra = 0; extra < parameters.predictionBlocks; extra++) {
    const tensors = [...norms(parameters), ...attention(parameters), ...feedForward(parameters)];
    expected.push(...inBlock(parameters.blocks + extra, [...tensors, ...prediction(parameters, vocabularySize)]));
  }
  return expected;
}

function inBlock(block: number, tensors: readonly ExpectedTensor[]): ExpectedTensor[] {
  const prefix = `blk.${block}.`;
  return tensors.map((tensor) => ({
    ...tensor,
    name: prefix + tensor.name,
    ...(tensor.instead === undefined ? {} : { instead: tensor.instead.map((name) => prefix + name) }),
  }));
}

function norms({ embedding }: Qwen35Parameters): ExpectedTensor[] {
  return [exact('attn_norm.weight', embedding), exact('post_attention_norm.weight', embedding)];
}

function attention({ embedding, heads, keyValueHeads, headLength }: Qwen35Parameters): ExpectedTensor[] {
  const fused = 'attn_qkv.weight';
  // Each query comes with the gate of its output.
  const queries = 2 * heads * headLength;
  const keys = keyValueHeads * headLength;
  return [
    optional(weight(fused, embedding, queries + 2 * keys)),
    optional(exact('attn_qkv.bias', queries + 2 * keys)),
    optional(weight('attn_q.weight', embedding, queries), fused),
    optional(weight('attn_k.weight', embedding, keys), fused),
    optional(weight('attn_v.weight', embedding, keys), fused),
    optional(exact('attn_q.bias', queries)),
    optional(exact('attn_k.bias', keys)),
    optional(exact('attn_v.bias', keys)),
    weight('attn_output.weight', heads * headLength, embedding),
    exact('attn_q_norm.weight', headLength),
    exact('attn_k_norm.weight', headLength),
  ];
}

function recurrence(parameters: Qwen35Parameters): ExpectedTensor[] {
  const { embedding, convolution, stateLength, stateKeyHeads, stateValueHeads } = parameters;
  const values = stateLength * stateValueHeads;
  const mixed = 2 * stateLength * stateKeyHeads + values;
  return [
    // llama.cpp loads a model without these two, and dies at the first token.
    weight('attn_qkv.weight', embedding, mixed),
    weight('attn_gate.weight', embedding, values),
    exact('ssm_conv1d.weight', convolution, mixed),
    exact('ssm_dt.bias', stateValueHeads),
    exact('ssm_a', stateValueHeads),
    weight('ssm_beta.weight', embedding, stateValueHeads),
    weight('ssm_alpha.weight', embedding, stateValueHeads),
    exact('ssm_norm.weight', stateLength),
    weight('ssm_out.weight', values, embedding),
  ];
}

function feedForward({ embedding, feedForward: layer }: Qwen35Parameters): ExpectedTensor[] {
  if (layer.kind === 'dense') {
    return [
      weight('ffn_gate.weight', embedding, layer.length),
      weight('ffn_down.weight', layer.length, embedding),
      weight('ffn_up.weight', embedding, layer.length),
    ];
  }
  const { experts, length, sharedLength } = layer;
  const fused = 'ffn_gate_up_exps.weight';
  return [
    weight('ffn_gate_inp.weight', embedding, experts),
    weight('ffn_down_exps.weight', length, embedding, experts),
    optional(weight(fused, embedding, 2 * length, experts)),
    optional(weight('ffn_gate_exps.weight', embedding, length, experts), fused),
    optional(weight('ffn_up_exps.weight', embedding, length, experts), fused),
    weight('ffn_gate_inp_shexp.weight', embedding),
    weight('ffn_gate_shexp.weight', embedding, sharedLength),
    weight('ffn_up_shexp.weight', embedding, sharedLength),
    weight('ffn_down_shexp.weight', sharedLength, embedding),
  ];
}

function prediction({ embedding }: Qwen35Parameters, vocabularySize: number): ExpectedTensor[] {
  return [
    weight('nextn.eh_proj.weight', 2 * embedding, embedding),
    exact('nextn.enorm.weight', embedding),
    exact('nextn.hnorm.weight', embedding),
    optional(weight('nextn.embed_tokens.weight', embedding, vocabularySize)),
    optional(weight('nextn.shared_head_head.weight', embedding, vocabularySize)),
    optional(exact('nextn.shared_head_norm.weight', embedding)),
  ];
}

function weight(name: string, ...shape: number[]): ExpectedTensor {
  return { name, shape, storage: 'weight' };
}

function exact(name: string, ...shape: number[]): ExpectedTensor {
  return { name, shape, storage: 'exact' };
}

function optional(tensor: ExpectedTensor, ...instead: string[]): ExpectedTensor {
  return { ...tensor, instead };
}
