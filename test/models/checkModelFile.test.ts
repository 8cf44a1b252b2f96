import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type AppError, isAbort, isAppError } from '../../src/base/appError.ts';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import type { ModelFileFacts } from '../../src/models/modelFileFacts.ts';
import { type TinyModelOptions, makeTinyModel } from '../model/makeTinyModel.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';

const folder = temporaryFolder();
const inFolder = (name: string): string => join(folder, name);
const starter = fileURLToPath(new URL('../../media/models/starter.gguf', import.meta.url));
const check = (path: string): Promise<ModelFileFacts> => checkModelFile(path, new AbortController().signal);

async function refusal(path: string): Promise<AppError<'model-invalid' | 'model-missing'>> {
  const error: unknown = await check(path).then(
    () => 'accepted',
    (reason: unknown) => reason,
  );
  if (isAppError(error, 'model-invalid') || isAppError(error, 'model-missing')) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

async function problem(path: string): Promise<unknown> {
  const { data } = await refusal(path);
  expect(data.path).toBe(path);
  return 'problem' in data ? data.problem : 'missing';
}

async function problemOf(options: TinyModelOptions): Promise<unknown> {
  const path = inFolder('spoilt.gguf');
  await makeTinyModel(path, { zeroWeights: true, ...options });
  return problem(path);
}

test('the starter model passes', async () => {
  expect(await check(starter)).toEqual({
    architecture: 'qwen35',
    name: 'Parity Starter',
    fileBytes: 9_881_728,
    parameterCount: 8_948_656,
    weights: { embedding: 2_228_224, output: 2_229_248, isUntied: false, blocks: 7_383_744, routedExperts: 0 },
    usedExperts: 1,
    fileType: 7,
    trainedContextTokens: 4096,
    chatTemplate: undefined,
    hasInfillTokens: true,
    vocabularySize: 8192,
    blockCount: 8,
    embeddingLength: 256,
    contextState: {
      attentionBlocks: 2,
      cachedNumbersPerToken: 512,
      recurrentBlocks: 6,
      recurrentNumbersPerSequence: 112_128,
    },
  });
});

test('what is not there is missing', async () => {
  expect((await refusal(inFolder('nowhere.gguf'))).code).toBe('model-missing');
  expect((await refusal(join(starter, 'inside.gguf'))).code).toBe('model-missing');
});

test('a folder and other files are no models', async () => {
  mkdirSync(inFolder('folder.gguf'));
  writeFileSync(inFolder('page.gguf'), '<!doctype html><title>404</title>');
  writeFileSync(inFolder('nothing.gguf'), '');
  expect(await problem(inFolder('folder.gguf'))).toBe('is a folder');
  expect(await problem(inFolder('page.gguf'))).toBe('is not a GGUF file (starts with "<!doctype html><")');
  expect(await problem(inFolder('nothing.gguf'))).toBe('is empty');
});

test('an aborted check rejects as aborted', async () => {
  const reason: unknown = await checkModelFile(starter, AbortSignal.abort()).catch((error: unknown) => error);
  expect(isAbort(reason)).toBe(true);
});

test('a file that lost its end names the tensor that is cut', async () => {
  const path = inFolder('cut.gguf');
  copyFileSync(starter, path);
  truncateSync(path, 5_000_000);
  expect(await problem(path)).toMatch(
    /^is cut off: tensor blk\.\d\.\S+ ends at byte 5\d{6} of a file of 5000000 bytes$/,
  );
});

const requiredKeys = [
  ...['general.architecture', 'tokenizer.ggml.model', 'tokenizer.ggml.tokens', 'tokenizer.ggml.merges'],
  ...['block_count', 'context_length', 'embedding_length', 'feed_forward_length', 'rope.dimension_sections'].map(
    qwen35,
  ),
  ...['head_count', 'head_count_kv', 'key_length', 'value_length', 'layer_norm_rms_epsilon'].map((key) =>
    qwen35(`attention.${key}`),
  ),
  ...['conv_kernel', 'state_size', 'group_count', 'time_step_rank', 'inner_size'].map((key) => qwen35(`ssm.${key}`)),
];

function qwen35(key: string): string {
  return `qwen35.${key}`;
}

test.each(requiredKeys)('a model without the key %s', async (key) => {
  expect(await problemOf({ dropKeys: [key] })).toBe(`has no key ${key}`);
});

test.each(requiredKeys)('a model whose key %s has another type', async (key) => {
  expect(await problemOf({ setKeys: { [key]: { type: 'bool', value: true } } })).toContain(
    `has a key ${key} that is not`,
  );
});

test.each([
  'token_embd.weight',
  'output_norm.weight',
  ...['attn_norm', 'post_attention_norm', 'attn_qkv', 'attn_gate', 'ssm_conv1d', 'ssm_beta'].map(firstBlock),
  ...['ssm_alpha', 'ssm_norm', 'ssm_out', 'ffn_gate', 'ffn_up', 'ffn_down'].map(firstBlock),
  ...['blk.0.ssm_dt.bias', 'blk.0.ssm_a'],
  ...['attn_q', 'attn_k', 'attn_v', 'attn_output', 'attn_q_norm', 'attn_k_norm'].map((name) => `blk.3.${name}.weight`),
])('a model without the tensor %s', async (name) => {
  expect(await problemOf({ dropTensors: [name] })).toBe(`has no tensor ${name}`);
});

function firstBlock(name: string): string {
  return `blk.0.${name}.weight`;
}

test.each<[string, TinyModelOptions, string]>([
  [
    'a tensor in another shape',
    { setShapes: { 'blk.1.ffn_up.weight': [128, 128] } },
    'has tensor blk.1.ffn_up.weight in the shape 128 x 128 where 128 x 256 is due',
  ],
  [
    'a norm that is not stored exactly',
    { setTypes: { 'blk.0.attn_norm.weight': 1 } },
    'stores tensor blk.0.attn_norm.weight as F16, which cannot be computed with',
  ],
  [
    'a matrix of whole numbers',
    { setTypes: { 'blk.0.ffn_up.weight': 26 } },
    'stores tensor blk.0.ffn_up.weight as I32, which cannot be computed with',
  ],
  [
    'more tokens than rows in the embedding',
    { setShapes: { 'token_embd.weight': [128, 300] } },
    'has tensor token_embd.weight in the shape 128 x 300 where 128 x 386 is due',
  ],
  [
    'fewer token types than tokens',
    { setKeys: { 'tokenizer.ggml.token_type': { type: 'int32s', value: [1, 1, 1] } } },
    'has 3 numbers in tokenizer.ggml.token_type for 386 tokens',
  ],
  [
    'one token twice',
    {
      setKeys: { 'tokenizer.ggml.tokens': { type: 'strings', value: ['a', 'b', 'a'] } },
      dropKeys: ['tokenizer.ggml.token_type'],
    },
    'has the token "a" twice',
  ],
  ['no tokens', { setKeys: { 'tokenizer.ggml.tokens': { type: 'strings', value: [] } } }, 'has an empty vocabulary'],
  ['no blocks', uint32('block_count', 0), 'has the impossible value 0 for qwen35.block_count'],
  ['too many blocks', uint32('block_count', 513), 'has the impossible value 513 for qwen35.block_count'],
  ['more blocks than it holds', uint32('block_count', 9), 'has no tensor blk.8.attn_norm.weight'],
  [
    'only prediction blocks',
    uint32('nextn_predict_layers', 8),
    'has the impossible value 8 for qwen35.nextn_predict_layers',
  ],
  [
    'no interval',
    uint32('full_attention_interval', 0),
    'has the impossible value 0 for qwen35.full_attention_interval',
  ],
  ['another interval', uint32('full_attention_interval', 8), 'has no tensor blk.3.attn_qkv.weight'],
  ['experts in a dense model', uint32('expert_count', 8), 'has the value 8 for qwen35.expert_count where 0 is due'],
  [
    'heads that do not share evenly',
    uint32('attention.head_count_kv', 3),
    'has the value 3 for qwen35.attention.head_count_kv, which does not divide 4',
  ],
  ['an odd rotation', uint32('rope.dimension_count', 15), 'has the odd number 15 in qwen35.rope.dimension_count'],
  [
    'no sections to rotate',
    { setKeys: { 'qwen35.rope.dimension_sections': { type: 'int32s', value: [0, 0, 0, 4] } } },
    'has impossible numbers in qwen35.rope.dimension_sections: 0, 0, 0, 4',
  ],
  [
    'an epsilon that is not a number',
    { setKeys: { 'qwen35.attention.layer_norm_rms_epsilon': { type: 'float32', value: Number.NaN } } },
    'has the impossible value NaN for qwen35.attention.layer_norm_rms_epsilon',
  ],
  [
    'an unknown scaling',
    { setKeys: { 'qwen35.rope.scaling.type': { type: 'string', value: 'magic' } } },
    'has an unknown qwen35.rope.scaling.type',
  ],
  ['embeddings only', uint32('pooling_type', 3), 'is an embedding model, which writes no text'],
  [
    'an adapter',
    { setKeys: { 'general.type': { type: 'string', value: 'adapter' } } },
    'holds an adapter, which needs a model to change',
  ],
  [
    'a vision part',
    { setKeys: { 'general.architecture': { type: 'string', value: 'clip' } } },
    'holds the vision part of a model: choose the file of the model itself',
  ],
  [
    'used experts in a dense model',
    uint32('expert_used_count', 2),
    'has the value 2 for qwen35.expert_used_count where 0 is due',
  ],
  [
    'groups of experts',
    uint32('expert_group_count', 1),
    'has the value 1 for qwen35.expert_group_count where 0 is due',
  ],
  [
    "another family's tokenizer",
    { setKeys: { 'tokenizer.ggml.model': { type: 'string', value: 'llama' } } },
    'has the tokenizer llama, not gpt2',
  ],
  [
    'a scaling factor that is a whole number',
    uint32('rope.scaling.factor', 4),
    'has a key qwen35.rope.scaling.factor that is not a float32',
  ],
  [
    'an odd alignment',
    { setKeys: { 'general.alignment': { type: 'uint32', value: 24 } } },
    'has a key general.alignment that is not a power of two',
  ],
])('a model with %s', async (_, options, expected) => {
  expect(await problemOf(options)).toBe(expected);
});

function uint32(key: string, value: number): TinyModelOptions {
  return { setKeys: { [qwen35(key)]: { type: 'uint32', value } } };
}

test.each(['expert_count', 'expert_used_count', 'expert_feed_forward_length', 'expert_shared_feed_forward_length'])(
  'a model of experts without the key %s',
  async (key) => {
    expect(await problemOf({ experts: true, dropKeys: [`qwen35moe.${key}`] })).toBe(`has no key qwen35moe.${key}`);
  },
);

test.each(['ffn_gate_inp', 'ffn_down_exps', 'ffn_gate_exps', 'ffn_up_exps', 'ffn_gate_inp_shexp', 'ffn_down_shexp'])(
  'a model of experts without the tensor %s',
  async (name) => {
    const missing = `blk.1.${name}.weight`;
    expect(await problemOf({ experts: true, dropTensors: [missing] })).toBe(`has no tensor ${missing}`);
  },
);

test('other families need a whole file and a sound vocabulary, no more', async () => {
  const architecture = { 'general.architecture': { type: 'string', value: 'qwen3' } } as const;
  await makeTinyModel(inFolder('other.gguf'), {
    zeroWeights: true,
    setKeys: architecture,
    dropTensors: ['blk.0.ffn_up.weight'],
  });
  expect(await check(inFolder('other.gguf'))).toMatchObject({ architecture: 'qwen3', contextState: undefined });
});
