import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isAppError } from '../../src/base/appError.ts';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { parseGgufHeader } from '../../src/models/parseGgufHeader.ts';
import { type TinyModelOptions, makeTinyModel } from '../model/makeTinyModel.ts';
import { uniformNumbers } from '../model/randomNumbers.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import { ThrowawayLoader } from './throwawayLoader.ts';

const path = join(temporaryFolder(), 'model.gguf');
const loader = new ThrowawayLoader();
afterAll(() => loader.dispose());

async function passesCheck(): Promise<boolean> {
  try {
    await checkModelFile(path, new AbortController().signal);
    return true;
  } catch (error) {
    if (isAppError(error, 'model-invalid')) return false;
    throw error;
  }
}

const make = (options: TinyModelOptions): Promise<void> =>
  makeTinyModel(path, { zeroWeights: true, template: null, ...options });

const uint32 = (key: string, value: number): TinyModelOptions => ({ setKeys: { [key]: { type: 'uint32', value } } });

test.each<[string, TinyModelOptions]>([
  ['dense', {}],
  ['dense, untied, with a prediction block', { untied: true, predictionBlock: true }],
  ['a mixture of experts', { experts: true }],
  ['a mixture of experts with a prediction block', { experts: true, predictionBlock: true }],
])('a sound model works: %s', async (_, options) => {
  await make(options);
  expect([await passesCheck(), await loader.load(path)]).toEqual([true, 'works']);
});

test.each<[string, TinyModelOptions]>([
  ['no feed-forward length', { dropKeys: ['qwen35.feed_forward_length'] }],
  ['no mixing matrix in a recurrent block', { dropTensors: ['blk.0.attn_qkv.weight'] }],
  ['an interval of zero', uint32('qwen35.full_attention_interval', 0)],
  ["another family's tokenizer", { setKeys: { 'tokenizer.ggml.model': { type: 'string', value: 'llama' } } }],
])('what would end the process is refused by the check: %s', async (_, options) => {
  await make(options);
  expect([await passesCheck(), await loader.load(path)]).toEqual([false, 'fatal']);
});

/** Accepted files that the engine then finds fatal; empty when the check is complete. */
async function fatalAmong(count: number, spoil: (index: number) => Promise<string>): Promise<string[]> {
  const fatal: string[] = [];
  let accepted = 0;
  for (let index = 0; index < count; index++) {
    const label = await spoil(index);
    if (!(await passesCheck())) continue;
    accepted++;
    if ((await loader.load(path)) === 'fatal') fatal.push(label);
  }
  // Otherwise nothing was tried.
  expect(accepted).toBeGreaterThan(count / 20);
  return fatal;
}

test.each([false, true])(
  'no flipped bit in the header gets past the check and is fatal (experts: %s)',
  async (experts) => {
    await make({ experts, predictionBlock: true });
    const sound = readFileSync(path);
    const header = sound.subarray(0, parseGgufHeader(sound, sound.length)?.headerBytes);
    const random = uniformNumbers(20_261_122);
    const fatal = await fatalAmong(60, async () => {
      const bytes = Buffer.from(header);
      const bit = Math.floor(random() * bytes.length * 8);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      writeFileSync(path, bytes);
      truncateSync(path, sound.length);
      return `bit ${bit & 7} of byte ${bit >> 3}`;
    });
    expect(fatal).toEqual([]);
  },
);

describeKeys('qwen35', false);
describeKeys('qwen35moe', true);

function describeKeys(architecture: string, experts: boolean): void {
  const keys = [
    ...['block_count', 'context_length', 'embedding_length', 'feed_forward_length', 'full_attention_interval'],
    ...['nextn_predict_layers', 'attention.head_count', 'attention.head_count_kv', 'attention.key_length'],
    ...['attention.value_length', 'rope.dimension_count', 'ssm.conv_kernel', 'ssm.state_size', 'ssm.group_count'],
    ...['ssm.time_step_rank', 'ssm.inner_size', 'expert_count', 'expert_used_count', 'expert_feed_forward_length'],
    ...['expert_shared_feed_forward_length', 'expert_group_count', 'attention.recurrent_layers', 'pooling_type'],
  ];
  const values = [0, 1, 2, 3, 8, 2 ** 31, 2 ** 32 - 1];
  const cases = keys.flatMap((key) => values.map((value) => uint32(`${architecture}.${key}`, value)));
  test(`no wrong number in a key of ${architecture} gets past the check and is fatal`, async () => {
    const fatal = await fatalAmong(cases.length, async (index) => {
      await make({ experts, ...cases[index] });
      return JSON.stringify(cases[index]);
    });
    expect(fatal).toEqual([]);
  });
}

const storedTypes = [1, 2, 8, 9, 26, 30, 39, 41];

test('no type of weight gets past the check and is fatal', async () => {
  const names = [
    ...['token_embd', 'output', 'output_norm', 'blk.0.attn_qkv', 'blk.0.ssm_out', 'blk.0.ssm_beta'],
    ...['blk.0.ffn_down', 'blk.3.attn_k', 'blk.3.attn_output', 'blk.3.attn_q_norm', 'blk.0.ssm_conv1d'],
  ];
  const cases = names.flatMap((name) => storedTypes.map((type) => ({ [`${name}.weight`]: type })));
  const fatal = await fatalAmong(cases.length, async (index) => {
    await make({ untied: true, setTypes: cases[index] ?? {} });
    return JSON.stringify(cases[index]);
  });
  expect(fatal).toEqual([]);
});
