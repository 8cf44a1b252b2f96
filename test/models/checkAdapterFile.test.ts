import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type AdapterBase, checkAdapterFile, readAdapterBase } from '../../src/models/checkAdapterFile.ts';
import { type AdapterOptions, makeAdapter } from '../model/makeAdapter.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';

const never = new AbortController().signal;
const folder = temporaryFolder();
const path = join(folder, 'adapter.gguf');
const bases: Record<'dense' | 'untied' | 'experts', AdapterBase> = {} as never;
beforeAll(async () => {
  for (const kind of ['dense', 'untied', 'experts'] as const) {
    const model = join(folder, `${kind}.gguf`);
    await makeTinyModel(model, { zeroWeights: true, untied: kind === 'untied', experts: kind === 'experts' });
    bases[kind] = await readAdapterBase(model, never);
  }
});

/** The tiny model's down projection: 256 inputs, 128 outputs. */
const down = { weight: 'blk.0.ffn_down.weight', a: [256, 4], b: [4, 128] };
const vocabulary = (): number => bases.dense.tensors.get('token_embd.weight')?.shape[1] ?? 0;

function check(options: AdapterOptions, base: keyof typeof bases = 'dense') {
  makeAdapter(path, options);
  return checkAdapterFile(path, bases[base], never);
}
const problem = (text: string) => ({ code: 'adapter-invalid', data: { path, problem: expect.stringContaining(text) } });

test('an adapter that fits is good', async () => {
  expect((await check({ pairs: [down] })).fileBytes).toBeGreaterThan(0);
  const norm = { name: 'blk.0.attn_norm.weight', shape: [128], type: 0, data: () => undefined };
  await check({ pairs: [down], extraTensors: [norm] });
});

test('each expert may be changed, all of them at once', async () => {
  const gate = { weight: 'blk.0.ffn_gate_exps.weight', a: [128, 4, 4], b: [4, 64, 4] };
  const setKeys = { 'general.architecture': { type: 'string', value: 'qwen35moe' } } as const;
  await check({ pairs: [gate], setKeys }, 'experts');
  const one = { ...gate, a: [128, 4] };
  await expect(check({ pairs: [one], setKeys }, 'experts')).rejects.toMatchObject(problem('do not fit'));
});

test('the embedding may be changed where the output has weights of its own', async () => {
  const embedding = { weight: 'token_embd.weight', a: [4, vocabulary()], b: [4, 128] };
  await check({ pairs: [embedding] }, 'untied');
  await expect(check({ pairs: [embedding] })).rejects.toMatchObject(problem('uses it for its output too'));
});

test.each<[string, Partial<AdapterOptions>]>([
  ['is not an adapter', { setKeys: { 'general.type': { type: 'string', value: 'model' } } }],
  ['another kind than LoRA', { setKeys: { 'adapter.type': { type: 'string', value: 'dora' } } }],
  ['made for the architecture llama', { setKeys: { 'general.architecture': { type: 'string', value: 'llama' } } }],
  ['that is not a text', { setKeys: { 'general.type': { type: 'uint32', value: 1 } } }],
  ['that is not a float32', { setKeys: { 'adapter.lora.alpha': { type: 'uint32', value: 1 } } }],
  ['begins at certain tokens', { setKeys: { 'adapter.alora.invocation_tokens': { type: 'int32s', value: [1] } } }],
  ['one half', { dropTensors: [`${down.weight}.lora_b`] }],
  ['changes no weight', { pairs: [] }],
  ['which the model does not have', { pairs: [{ ...down, weight: 'blk.9.ffn_down.weight' }] }],
  ['do not fit', { pairs: [{ ...down, a: [128, 4] }] }],
  ['do not fit', { pairs: [{ ...down, b: [4, 256] }] }],
  ['do not fit', { pairs: [{ ...down, b: [8, 128] }] }],
  ['do not fit', { pairs: [{ ...down, a: [256, 4, 2] }] }],
  ['as I32', { type: 26 }],
  ['no part of a LoRA', { extraTensors: [{ name: 'x.bias', shape: [1], type: 0, data: () => undefined }] }],
  ['is cut off', { keepBytes: 700 }],
])('one that %s is refused', async (text, spoilt) => {
  await expect(check({ pairs: [down], ...spoilt })).rejects.toMatchObject(problem(text));
});

test('a file that is not there is named', async () => {
  const missing = join(folder, 'missing.gguf');
  await expect(checkAdapterFile(missing, bases.dense, never)).rejects.toMatchObject({
    code: 'adapter-invalid',
    data: { path: missing, problem: 'does not exist' },
  });
});
