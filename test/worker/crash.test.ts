import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { codeOfLength } from '../bench/corpus.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { type ForkedEngine, buildWorker, forkedEngine } from './forkedEngine.ts';
import { hole, never, question, smallLoad, temporaryFolder } from './withEngine.ts';

let workerPath: string;
let load: LoadRequest;
let forked: ForkedEngine;

beforeAll(async () => {
  workerPath = await buildWorker();
  const path = join(await temporaryFolder(), 'tiny.gguf');
  await makeTinyModel(path);
  load = { ...smallLoad, path };
});
afterEach(() => forked.engine.dispose());

const longQuestion = { ...question, system: codeOfLength(2_500), maxTokens: 400 };

/** Runs a request that calls `kill` at its own moment, and gives what came of it. */
async function outcomeOf(request: (kill: () => void) => Promise<unknown>): Promise<unknown> {
  return request(() => forked.kill()).catch((error: unknown) => error);
}

test('killed in the load, during prefill and during decode, it rejects what is pending and works again', async () => {
  forked = forkedEngine(workerPath);
  const { engine, pids } = forked;
  const crashes: unknown[] = [];
  engine.onCrash((error) => crashes.push(error));

  const inLoad = await outcomeOf((kill) => engine.load(load, ({ stage }) => stage === 'weights' && kill(), never));
  // Nobody else kills a process that loads: the system has run out of memory.
  expect(inLoad).toMatchObject({ code: 'out-of-memory', data: { path: load.path } });
  expect(engine.state.kind).toBe('failed');

  await engine.load(load, () => {}, never);
  const inPrefill = await outcomeOf((kill) =>
    engine.reply(longQuestion, (part) => part.kind === 'prefill' && part.doneTokens > 100 && kill(), never),
  );
  expect(inPrefill).toMatchObject({ code: 'worker-crashed', data: { signal: 'SIGKILL' } });

  const inDecode = await outcomeOf((kill) =>
    engine.reply({ ...question, maxTokens: 400 }, (part) => part.kind === 'text' && kill(), never),
  );
  expect(inDecode).toMatchObject({ code: 'worker-crashed', data: { signal: 'SIGKILL' } });

  const { usage } = await engine.infill(hole, () => {}, never);
  expect(usage.promptTokens).toBeGreaterThan(0);
  expect(crashes).toHaveLength(2);
  expect(new Set(pids).size).toBe(4);
});

test('killed between requests, the next one does not notice', async () => {
  forked = forkedEngine(workerPath);
  const { engine } = forked;
  await engine.load(load, () => {}, never);
  const crashed = new Promise((resolve) => engine.onCrash(resolve));
  forked.kill();
  await crashed;
  expect(await engine.count(question, never)).toBeGreaterThan(0);
});

test('disposing ends the process', async () => {
  forked = forkedEngine(workerPath);
  await forked.engine.load(load, () => {}, never);
  const [pid] = forked.pids;
  await forked.engine.dispose();
  expect(() => process.kill(pid ?? -1, 0)).toThrow('ESRCH');
});

test('an abort during prefill and during decode ends the work, and the engine answers on', async () => {
  forked = forkedEngine(workerPath);
  const { engine } = forked;
  await engine.load(load, () => {}, never);
  for (const moment of ['prefill', 'text'] as const) {
    const controller = new AbortController();
    const reply = engine.reply(
      moment === 'prefill'
        ? { ...longQuestion, system: `${moment} ${longQuestion.system}` }
        : { ...question, maxTokens: 400 },
      (part) => part.kind === moment && controller.abort(),
      controller.signal,
    );
    expect(await reply.catch((error: unknown) => error)).toMatchObject({ name: 'AbortError' });
  }
  const { usage } = await engine.infill(hole, () => {}, never);
  expect(usage.generatedTokens).toBeGreaterThan(0);
});
