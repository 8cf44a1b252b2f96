import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Adapter } from '../../src/engine/localPlace.ts';
import { makeAdapter, makeScriptedAdapter } from '../model/makeAdapter.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { type Script, greetingScript, infillScript } from '../model/script.ts';
import { engineWith, hole, never, smallLoad, temporaryFolder } from './withEngine.ts';

const script: Script = [...greetingScript, ...infillScript, [' b', '<|endoftext|>']];

let path: string;
let adapter: string;
beforeAll(async () => {
  const folder = await temporaryFolder();
  path = join(folder, 'model.gguf');
  adapter = join(folder, 'adapter.gguf');
  await makeScriptedModel(path, script);
  makeScriptedAdapter(adapter, script, '<|fim_middle|>', ' b');
});

async function infillWith(adapters: readonly Adapter[]) {
  const { engine, model } = await engineWith(path, { ...smallLoad, adapters });
  const { text } = await engine.infill(hole, () => {}, never);
  await engine.dispose();
  const applied = model.place.kind === 'local' ? model.place.adapters : undefined;
  return { text, identity: model.identity, applied };
}

test('an adapter changes what the model says, and with a scale of zero or none it says what it did', async () => {
  const base = await infillWith([]);
  expect(base).toMatchObject({ text: ' a + b;', applied: [] });
  const full = await infillWith([{ path: adapter, scale: 1 }]);
  expect(full).toMatchObject({ text: ' b', applied: [{ path: adapter, scale: 1 }] });
  expect(await infillWith([{ path: adapter, scale: 1 }])).toEqual(full);
  expect(await infillWith([{ path: adapter, scale: 0 }])).toEqual(base);
  // A quarter of twice as strong does not prevail, but is another model all the same.
  const weak = await infillWith([{ path: adapter, scale: 0.25 }]);
  expect(weak.text).toBe(base.text);
  expect(new Set([base.identity, full.identity, weak.identity]).size).toBe(3);
});

test('an adapter that is listed twice counts twice', async () => {
  const { text, applied } = await infillWith([
    { path: adapter, scale: 0.4 },
    { path: adapter, scale: 0.4 },
  ]);
  expect({ text, applied }).toEqual({ text: ' b', applied: [{ path: adapter, scale: 0.8 }] });
});

test('one that does not fit is refused with a reason, and the process lives on', async () => {
  const bad = join(await temporaryFolder(), 'bad.gguf');
  makeAdapter(bad, { pairs: [{ weight: 'output.weight', a: [32, 1], b: [1, 32] }] });
  const adapters = [{ path: bad, scale: 1 }];
  const { engine } = await engineWith(path);
  await expect(engine.load({ ...smallLoad, path, adapters }, () => {}, never)).rejects.toMatchObject({
    code: 'adapter-invalid',
    data: { path: bad },
  });
  await engine.load({ ...smallLoad, path }, () => {}, never);
  expect((await engine.infill(hole, () => {}, never)).text).toBe(' a + b;');
});

/** Every kind of weight of the tiny model, as the plan of its tensors names them. */
const weights = [
  ['blk.0.attn_qkv.weight', 128, 256],
  ['blk.0.attn_gate.weight', 128, 128],
  ['blk.0.ssm_out.weight', 128, 128],
  ['blk.0.ssm_beta.weight', 128, 4],
  ['blk.0.ssm_conv1d.weight', 4, 256],
  ['blk.3.attn_q.weight', 128, 256],
  ['blk.3.attn_output.weight', 128, 128],
  ['blk.0.ffn_gate.weight', 128, 256],
  ['blk.0.ffn_down.weight', 256, 128],
] as const;

test('what the check lets pass, the engine can compute with', async () => {
  const folder = await temporaryFolder();
  const tiny = join(folder, 'tiny.gguf');
  await makeTinyModel(tiny);
  const all = join(folder, 'all.gguf');
  const rank = 4;
  const filled = (length: number): Float32Array => new Float32Array(length).fill(0.05);
  makeAdapter(all, {
    pairs: weights.map(([weight, inputs, outputs]) => ({
      weight,
      a: [inputs, rank],
      b: [rank, outputs],
      numbers: { a: filled(inputs * rank), b: filled(rank * outputs) },
    })),
  });
  const { engine } = await engineWith(tiny, { ...smallLoad, adapters: [{ path: all, scale: 1 }] });
  const { usage } = await engine.infill(hole, () => {}, never);
  expect(usage.generatedTokens).toBeGreaterThan(0);
});
