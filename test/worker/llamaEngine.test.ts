import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { deferred } from '../deferred.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { endlessScript } from '../model/script.ts';
import { engineWith, hole, never, question, smallLoad, temporaryFolder } from './withEngine.ts';

let path: string;
beforeAll(async () => {
  path = join(await temporaryFolder(), 'endless.gguf');
  await makeScriptedModel(path, endlessScript);
});

const longQuestion = { ...question, maxTokens: 3000 };

function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

test('another load ends what runs, and what comes meanwhile cannot begin on the model that goes', async () => {
  const { engine } = await engineWith(path);
  const begun = deferred();
  const running = failureOf(engine.reply(longQuestion, ({ kind }) => kind === 'text' && begun.resolve(), never));
  await begun.promise;
  const loaded = engine.load({ ...smallLoad, path, contextTokens: 2048 }, () => {}, never);
  // The load's turn has come by then, and it waits for the reply to let go.
  await Promise.resolve();
  await Promise.resolve();
  const late = [engine.reply(longQuestion, () => {}, never), engine.infill(hole, () => {}, never)].map(failureOf);
  expect(await running).toMatchObject({ code: 'engine-closed' });
  expect(await Promise.all(late)).toMatchObject([{ code: 'no-model' }, { code: 'no-model' }]);
  expect(await loaded).toMatchObject({ contextTokens: 2047 });
  expect((await engine.infill({ ...hole, maxTokens: 2 }, () => {}, never)).text).toBe('xy');
});

test('a load that is aborted between two others leaves the last one in place', async () => {
  const { engine } = await engineWith(path);
  const controller = new AbortController();
  const wanted = (contextTokens: number) => ({ ...smallLoad, path, contextTokens });
  const given = failureOf(engine.load(wanted(2048), () => controller.abort(), controller.signal));
  const last = engine.load(wanted(1024), () => {}, never);
  expect(await given).toMatchObject({ name: 'AbortError' });
  expect(await last).toMatchObject({ contextTokens: 1023 });
});

test('disposing during a load ends it and leaves no model behind', async () => {
  const engine = createLlamaEngine(silentLog);
  const weights = deferred();
  const load = { ...smallLoad, path };
  const loading = failureOf(engine.load(load, ({ stage }) => stage === 'weights' && weights.resolve(), never));
  await weights.promise;
  await engine.dispose();
  expect(await loading).toMatchObject({ code: 'engine-closed' });
  expect(await failureOf(engine.infill(hole, () => {}, never))).toMatchObject({ code: 'engine-closed' });
  expect(await failureOf(engine.load(load, () => {}, never))).toMatchObject({ code: 'engine-closed' });
});

test('disposing ends what runs and waits for it', async () => {
  const { engine } = await engineWith(path);
  const begun = deferred();
  const running = failureOf(engine.reply(longQuestion, ({ kind }) => kind === 'text' && begun.resolve(), never));
  await begun.promise;
  await engine.dispose();
  expect(await running).toMatchObject({ code: 'engine-closed' });
});
