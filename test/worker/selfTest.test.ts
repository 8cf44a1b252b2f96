import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { greetingScript, infillScript } from '../model/script.ts';
import { engineWith, hole, never, question, smallLoad, temporaryFolder } from './withEngine.ts';

const starter = fileURLToPath(new URL('../../media/models/starter.gguf', import.meta.url));
let folder: string;
let scripted: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  scripted = join(folder, 'scripted.gguf');
  await makeScriptedModel(scripted, [...greetingScript, ...infillScript]);
});

const measured = { kind: 'ok', readTokens: 128, writtenTokens: 32 };

test('a sound model passes, ends of answers or not, and then answers as before', async () => {
  const { engine } = await engineWith(scripted);
  for (let round = 0; round < 2; round += 1) {
    const { speed, ...checks } = await engine.selfTest(never);
    expect(checks).toEqual({ tokenizer: { kind: 'ok' }, template: { kind: 'ok' }, infill: { kind: 'ok' } });
    expect(speed).toMatchObject(measured);
    if (speed.kind === 'ok')
      expect(Math.min(speed.readTokensPerSecond, speed.writtenTokensPerSecond)).toBeGreaterThan(0);
  }
  expect((await engine.infill(hole, () => {}, never)).text).toBe(' a + b;');
  expect((await engine.reply(question, () => {}, never)).message.text).toBe('Hello from the scripted **model**.');
});

test('a model that completes and does not chat has no template to check', async () => {
  const { engine } = await engineWith(starter, { ...smallLoad, infillProbe: 'run' });
  expect(await engine.selfTest(never)).toMatchObject({
    tokenizer: { kind: 'ok' },
    template: { kind: 'absent' },
    infill: { kind: 'ok', probe: { order: 'prefix-suffix-middle' } },
    speed: measured,
  });
});

test('what is wrong is told: a template that cannot be used, holes that are not filled', async () => {
  const broken = join(folder, 'broken.gguf');
  await makeTinyModel(broken, { template: '{% for %}' });
  expect(await (await engineWith(broken)).engine.selfTest(never)).toMatchObject({ template: { kind: 'problem' } });
  const noise = join(folder, 'noise.gguf');
  await makeTinyModel(noise);
  const { engine } = await engineWith(noise, { ...smallLoad, infillProbe: 'run' });
  expect(await engine.selfTest(never)).toMatchObject({
    infill: { kind: 'problem', problem: { kind: 'probe-failed', passed: 0 } },
    speed: measured,
  });
});

test('without a model there is nothing to test', async () => {
  const engine = createLlamaEngine(silentLog);
  await expect(engine.selfTest(never)).rejects.toMatchObject({ code: 'no-model' });
  await engine.dispose();
});

test('it can be given up', async () => {
  const { engine } = await engineWith(scripted);
  const controller = new AbortController();
  const testing = engine.selfTest(controller.signal);
  controller.abort();
  await expect(testing).rejects.toMatchObject({ name: 'AbortError' });
});
