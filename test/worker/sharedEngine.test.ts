/** How windows share an engine, with real processes on both sides and a script in the model's place. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { TestWindow } from './openWindow.ts';
import { bundleAs, isAlive, scriptedEnvironment, sharedPlace } from './sharedFixture.ts';
import { hole, question } from './withEngine.ts';

const place = sharedPlace();
const environment = scriptedEnvironment(
  place,
  {
    infills: [{ text: 'filled' }],
    replies: [
      { when: 'hang', steps: [{ text: 'one' }, { hang: true }], repeats: true },
      { steps: [{ text: 'Hello.' }], repeats: true },
    ],
  },
  { lingerMs: 800, yieldAfterMs: 0 },
);
const load: LoadRequest = { path: '/m.gguf', contextTokens: 4096, threads: 1, gpu: 'off' };
const hanging = { ...question, messages: [{ role: 'user', text: 'hang' }] } as const;

const current = '1.0.0+bbb';
const newer = '1.1.0+aaa';
const programs = new Map<string, { readonly window: string; readonly worker: string }>();
beforeAll(async () => {
  for (const build of [current, newer]) {
    programs.set(build, {
      window: await bundleAs(build, 'test/worker/windowProcess.ts'),
      worker: await bundleAs(build, 'test/engine/scriptedWorker.ts'),
    });
  }
});

let windows: TestWindow[] = [];
function openWindow(build = current): TestWindow {
  const { window, worker } = programs.get(build) ?? { window: '', worker: '' };
  const opened = new TestWindow(window, worker, environment);
  windows.push(opened);
  return opened;
}
const engines = new Set<number>();
async function engineOf(window: TestWindow): Promise<number> {
  const pid = await window.enginePid();
  engines.add(pid);
  return pid;
}
afterEach(async () => {
  await Promise.all(windows.map((window) => window.close()));
  windows = [];
  // Whatever a test did, nothing of it stays.
  await expect.poll(place.leftovers, { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => [...engines].filter(isAlive), { timeout: 10_000 }).toEqual([]);
});

test('windows that start at the same moment end with one engine, which ends a moment after the last of them', async () => {
  const opened = Array.from({ length: 5 }, () => openWindow());
  await Promise.all(opened.map((window) => window.load(load)));
  const pids = await Promise.all(opened.map(engineOf));
  expect(new Set(pids).size).toBe(1);
  await expect.poll(async () => await opened[0]?.sharing()).toMatchObject({ kind: 'shared', clients: 5 });
  expect((await Promise.all(opened.map((window) => window.infill(hole)))).map(({ text }) => text)).toEqual(
    opened.map(() => 'filled'),
  );
});

test('the engine outlives the window that started it', async () => {
  const first = openWindow();
  await first.load(load);
  const second = openWindow();
  await second.load(load);
  const engine = await engineOf(second);
  await first.kill();
  expect((await second.infill(hole)).text).toBe('filled');
  expect(await engineOf(second)).toBe(engine);
});

test('a window that comes back at once, as after a reload, finds the engine it had', async () => {
  const before = openWindow();
  await before.load(load);
  const engine = await engineOf(before);
  const other = openWindow();
  // A reloaded window is there sooner than a process that has to start first.
  await other.sharing();
  await before.close();
  await other.load(load);
  expect(await engineOf(other)).toBe(engine);
});

test('another model is another engine, and the one that nobody uses any more ends before it loads', async () => {
  const [first, second] = [openWindow(), openWindow()];
  await Promise.all([first.load(load), second.load(load)]);
  const shared = await engineOf(first);
  const other = { ...load, path: '/other.gguf' };
  await first.load(other);
  expect(await engineOf(first)).not.toBe(shared);
  expect(isAlive(shared)).toBe(true);
  await second.load(other);
  expect(isAlive(shared)).toBe(false);
  const engine = await engineOf(second);
  expect(await engineOf(first)).toBe(engine);

  await first.close();
  const alive: boolean[] = [];
  await second.load({ ...load, path: '/third.gguf' }, () => alive.push(isAlive(engine)));
  expect(alive).toContain(false);
  expect(alive).not.toContain(true);
  await engineOf(second);
});

test('a window that is killed while the engine works for it makes room for the others', async () => {
  const [first, second] = [openWindow(), openWindow()];
  await Promise.all([first.load(load), second.load(load)]);
  await new Promise<void>((resolve) => {
    first.reply(hanging, resolve).catch(() => {});
  });
  const waiting = second.reply(question);
  await first.kill();
  await waiting;
});

test('an engine that is killed fails each window once, and the next requests share one new engine', async () => {
  const [first, second] = [openWindow(), openWindow()];
  await Promise.all([first.load(load), second.load(load)]);
  const engine = await engineOf(first);
  const pending = [first, second].map(
    (window) =>
      new Promise<unknown>((resolve) => {
        window.reply(hanging).catch(resolve);
      }),
  );
  await first.infill(hole);
  await second.infill(hole);
  process.kill(engine, 'SIGKILL');
  expect(await Promise.all(pending)).toMatchObject([{ code: 'worker-crashed' }, { code: 'worker-crashed' }]);
  await Promise.all([first.infill(hole), second.infill(hole)]);
  const next = await engineOf(first);
  expect(next).not.toBe(engine);
  expect(await engineOf(second)).toBe(next);
});

test('a restart is one for every window, and fails their requests as closed and not as a crash', async () => {
  const [first, second] = [openWindow(), openWindow()];
  await Promise.all([first.load(load), second.load(load)]);
  const engine = await engineOf(first);
  const pending = new Promise<unknown>((resolve) => {
    second.reply(hanging).catch(resolve);
  });
  await second.infill(hole);
  await first.restart();
  expect(isAlive(engine)).toBe(false);
  expect(await pending).toMatchObject({ code: 'engine-closed' });
  await Promise.all([first.infill(hole), second.infill(hole)]);
  expect(await engineOf(first)).toBe(await engineOf(second));
});

test('an engine that does not even read is killed when it is restarted', async () => {
  const window = openWindow();
  await window.load(load);
  const engine = await engineOf(window);
  process.kill(engine, 'SIGSTOP');
  await window.restart();
  expect(isAlive(engine)).toBe(false);
  expect((await window.infill(hole)).text).toBe('filled');
  await engineOf(window);
});

test('a newer build takes the place of an older one that is idle; the older one starts anew and ends nobody', async () => {
  const old = openWindow();
  await old.load(load);
  const oldEngine = await engineOf(old);
  const fresh = openWindow(newer);
  await fresh.load(load);
  const freshEngine = await engineOf(fresh);
  expect(isAlive(oldEngine)).toBe(false);
  expect((await old.infill(hole)).text).toBe('filled');
  expect(await engineOf(old)).not.toBe(freshEngine);
  expect((await fresh.infill(hole)).text).toBe('filled');
  expect(await engineOf(fresh)).toBe(freshEngine);
});

test('a newer build never ends an older one that is at work', async () => {
  const old = openWindow();
  await old.load(load);
  const oldEngine = await engineOf(old);
  const begun = new Promise<void>((resolve) => {
    old.reply(hanging, resolve).catch(() => {});
  });
  await begun;
  const fresh = openWindow(newer);
  await fresh.load(load);
  expect(isAlive(oldEngine)).toBe(true);
  expect(await engineOf(fresh)).not.toBe(oldEngine);
});
