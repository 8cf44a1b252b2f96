/** Windows and the engine they share die at random, and whoever is left goes on. A script is in the model's place. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { uniformNumbers } from '../model/randomNumbers.ts';
import { TestWindow } from './openWindow.ts';
import { bundleAs, isAlive, scriptedEnvironment, sharedPlace } from './sharedFixture.ts';
import { hole, question } from './withEngine.ts';

const place = sharedPlace();
const environment = scriptedEnvironment(
  place,
  { infills: [{ text: 'filled' }], replies: [{ steps: [{ text: 'one' }, { hang: true }], repeats: true }] },
  { lingerMs: 500 },
);
const load: LoadRequest = { path: '/m.gguf', contextTokens: 4096, threads: 1, gpu: 'off' };
const windowCount = 3;
const kills = 100;

let program: string;
let worker: string;
beforeAll(async () => {
  program = await bundleAs('1.0.0+kills', 'test/worker/windowProcess.ts');
  worker = await bundleAs('1.0.0+kills', 'test/engine/scriptedWorker.ts');
});

const windows: TestWindow[] = [];
afterAll(() => Promise.all(windows.map((window) => window.close())));

/** Every error that a death may come to for someone who waits. */
const clearErrors = ['worker-crashed', 'engine-closed', 'out-of-memory', 'engine-halted'];

/** An answer, or one clear error and then an answer. */
async function answers(window: TestWindow): Promise<void> {
  try {
    expect((await window.infill(hole)).text).toBe('filled');
  } catch (error) {
    expect(clearErrors).toContain(codeOf(error));
    // What could not be loaded is not loaded again by itself: a person chooses it again.
    await window.load(load);
    expect((await window.infill(hole)).text).toBe('filled');
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}

/** The engine writes to the window until something ends. Settles when it has begun; `end` with what it came to. */
async function beginReply(window: TestWindow): Promise<{ end: Promise<unknown> }> {
  const begun = { end: Promise.resolve<unknown>(undefined) };
  await new Promise<void>((resolve) => {
    begun.end = window.reply(question, resolve).catch(codeOf);
  });
  return begun;
}

test(`${kills} deaths of windows and engines, at any moment, leave every other window at work`, async () => {
  const random = uniformNumbers(20261124);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const engines = new Set<number>();

  const open = (): { window: TestWindow; loaded: Promise<unknown> } => {
    const window = new TestWindow(program, worker, environment);
    windows.push(window);
    return { window, loaded: window.load(load).catch(codeOf) };
  };
  for (const { loaded } of Array.from({ length: windowCount }, open)) await loaded;

  for (let kill = 0; kill < kills; kill += 1) {
    await Promise.all(windows.map(answers));
    const pids = await Promise.all(windows.map((window) => window.enginePid()));
    expect(new Set(pids).size).toBe(1);
    const [engine = -1] = pids;
    engines.add(engine);

    const victim = pick(windows);
    const others = windows.filter((window) => window !== victim);
    const moment = pick(['idle', 'answering', 'waiting', 'loading'] as const);
    const reply = moment === 'answering' || moment === 'waiting' ? await beginReply(victim) : undefined;
    // Behind the one that is answered, in another window.
    const behind = moment === 'waiting' ? pick(others).reply(question).catch(codeOf) : undefined;
    const late = moment === 'loading' ? open() : undefined;

    if (random() < 0.5) {
      process.kill(engine, 'SIGKILL');
      expect(clearErrors).toContain((await reply?.end) ?? 'worker-crashed');
      expect(clearErrors).toContain((await behind) ?? 'worker-crashed');
      await late?.loaded;
      if (late !== undefined) {
        windows.splice(windows.indexOf(late.window), 1);
        await answers(late.window);
        await late.window.close();
      }
    } else {
      const dying = late?.window ?? victim;
      windows.splice(windows.indexOf(dying), 1);
      await dying.kill();
      // The lane is free: whoever waited behind is answered until the engine is killed for the next round.
      if (behind !== undefined) process.kill(engine, 'SIGKILL');
      expect(clearErrors).toContain((await behind) ?? 'worker-crashed');
    }
    while (windows.length < windowCount) await open().loaded;
  }
  await Promise.all(windows.map(answers));
  for (const window of windows) engines.add(await window.enginePid());
  await Promise.all(windows.splice(0).map((window) => window.close()));
  await expect.poll(place.leftovers, { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => [...engines].filter(isAlive), { timeout: 10_000 }).toEqual([]);
});
