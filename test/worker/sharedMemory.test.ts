/** The system kills an engine for its memory while windows wait for its model: what each of them learns and does. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { LoadRequest, ModelDescription } from '../../src/engine/engine.ts';
import { TestWindow } from './openWindow.ts';
import { bundleAs, isAlive, scriptedEnvironment, sharedPlace } from './sharedFixture.ts';
import { hole } from './withEngine.ts';

const place = sharedPlace();
const environment = scriptedEnvironment(
  place,
  { infills: [{ text: 'filled' }], fittingTokens: 4096 },
  { lingerMs: 500 },
);
const load: LoadRequest = { path: '/m.gguf', contextTokens: 16_384, threads: 1, gpu: 'off' };
const halved = [
  { kind: 'context', fromTokens: 16_384, toTokens: 8192 },
  { kind: 'context', fromTokens: 8192, toTokens: 4096 },
];
const patience = { timeout: 10_000 };

let program: string;
let worker: string;
beforeAll(async () => {
  program = await bundleAs('1.0.0+memory', 'test/worker/windowProcess.ts');
  worker = await bundleAs('1.0.0+memory', 'test/engine/scriptedWorker.ts');
});

interface LoadingWindow {
  readonly window: TestWindow;
  readonly loaded: Promise<ModelDescription>;
}

const windows: TestWindow[] = [];
const killed: number[] = [];
afterEach(async () => {
  await Promise.all(windows.splice(0).map((window) => window.close()));
  await expect.poll(place.leftovers, patience).toEqual([]);
  expect(killed.splice(0).filter(isAlive)).toEqual([]);
});

/** Settles when the engine has told the window how far the load is. */
async function beginLoad(): Promise<LoadingWindow> {
  const window = new TestWindow(program, worker, environment);
  windows.push(window);
  return await new Promise((resolve) => {
    const loaded = window.load(load, () => resolve({ window, loaded }));
    loaded.catch(() => {});
  });
}

/** The process that all of them wait for, and that was not killed before. */
async function commonEngine(waiting: readonly LoadingWindow[]): Promise<number> {
  const engines = (): Promise<readonly number[]> => Promise.all(waiting.map(({ window }) => window.enginePid()));
  await expect
    .poll(async () => {
      const pids = new Set(await engines().catch(() => []));
      return pids.size === 1 && killed.every((pid) => !pids.has(pid));
    }, patience)
    .toBe(true);
  const [pid = -1] = await engines();
  return pid;
}

async function killEngine(waiting: readonly LoadingWindow[]): Promise<void> {
  const pid = await commonEngine(waiting);
  killed.push(pid);
  process.kill(pid, 'SIGKILL');
}

async function expectOneSmallModel(opened: readonly LoadingWindow[], reductions: unknown): Promise<void> {
  for (const { window, loaded } of opened) {
    const { contextTokens, place: found } = await loaded;
    expect({ contextTokens, reductions: found.kind === 'local' && found.reductions }).toEqual({
      contextTokens: 4096,
      reductions,
    });
    expect((await window.infill(hole)).text).toBe('filled');
  }
  expect(killed).not.toContain(await commonEngine(opened));
}

test('all windows learn of each kill, load less and less in the same order, and are told what was given up', async () => {
  const opened = [await beginLoad(), await beginLoad(), await beginLoad()];
  for (const _ of halved) await killEngine(opened);
  await expectOneSmallModel(opened, halved);
  for (const { window } of opened) {
    const ends = (await window.log()).filter((line) => line.startsWith('engine process ended'));
    expect(ends).toEqual(
      halved.map(() => 'engine process ended by itself (exit code null, signal SIGKILL) during load'),
    );
  }
});

test('when the window that would know is killed too, the others try the same once and then less', async () => {
  const [starter, ...others] = [await beginLoad(), await beginLoad(), await beginLoad()];
  await starter?.window.kill();
  await killEngine(others);
  // One of those has started this one, so both know.
  await killEngine(others);
  await killEngine(others);
  await expectOneSmallModel(others, halved);
  for (const { window } of others) {
    const ends = (await window.log()).filter((line) => line.startsWith('engine process ended'));
    expect(ends.map((line) => /signal (\w+)/.exec(line)?.[1])).toEqual(['null', 'SIGKILL', 'SIGKILL']);
  }
});
