/** What windows keep from each other, and what they do where they cannot share. A script is in the model's place. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { TestWindow } from './openWindow.ts';
import { bundleAs, isAlive, scriptedEnvironment, sharedPlace } from './sharedFixture.ts';
import { hole, question } from './withEngine.ts';

const place = sharedPlace();
const environment = scriptedEnvironment(
  place,
  { infills: [{ text: 'filled' }], replies: [{ steps: [{ text: 'Hello.' }], repeats: true }] },
  { lingerMs: 0 },
);
const load: LoadRequest = { path: '/m.gguf', contextTokens: 4096, threads: 1, gpu: 'off' };

let program: string;
let worker: string;
beforeAll(async () => {
  program = await bundleAs('1.0.0+fallback', 'test/worker/windowProcess.ts');
  worker = await bundleAs('1.0.0+fallback', 'test/engine/scriptedWorker.ts');
});

let windows: TestWindow[] = [];
function openWindow(changed: Readonly<Record<string, string>> = {}): TestWindow {
  const window = new TestWindow(program, worker, { ...environment, ...changed });
  windows.push(window);
  return window;
}
afterEach(async () => {
  await Promise.all(windows.map((window) => window.close()));
  windows = [];
  await expect.poll(place.leftovers, { timeout: 10_000 }).toEqual([]);
});

test.each<[string, () => Record<string, string>, RegExp]>([
  [
    'no folder for sockets can be made',
    () => {
      const file = join(place.runtimeFolder, 'file');
      writeFileSync(file, '');
      return { XDG_RUNTIME_DIR: file, TMPDIR: file };
    },
    /no folder for sockets can be made/,
  ],
  [
    'the path of a socket would be too long',
    () => {
      const deep = join(place.runtimeFolder, 'x'.repeat(100));
      mkdirSync(deep, { recursive: true });
      return { XDG_RUNTIME_DIR: deep };
    },
    /is too long/,
  ],
])('where %s, each window gets an engine of its own, says why, and takes it along', async (_what, changed, why) => {
  const opened = [openWindow(changed()), openWindow(changed())];
  await Promise.all(opened.map((window) => window.load(load)));
  for (const window of opened) expect((await window.infill(hole)).text).toBe('filled');
  const sharings = await Promise.all(opened.map((window) => window.sharing()));
  const pids = sharings.map((sharing) => {
    expect(sharing).toMatchObject({ kind: 'private', why: expect.stringMatching(why) as unknown });
    return sharing.kind === 'private' ? (sharing.pid ?? -1) : -1;
  });
  expect(new Set(pids).size).toBe(2);
  expect(pids.every(isAlive)).toBe(true);
  for (const window of opened) {
    const logged = await window.log();
    expect(logged.some((line) => line.includes('an engine of its own') && why.test(line))).toBe(true);
  }
  await opened[0]?.kill();
  await opened[1]?.close();
  await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
});

test('what is logged of a request goes to the window that made it, and to no other', async () => {
  const names = ['first-secret', 'second-secret', 'third-secret'];
  const opened = names.map((name) => ({ name, window: openWindow() }));
  await Promise.all(opened.map(({ window }) => window.load(load)));
  // All at once, so that each waits for the turns of the others.
  const rounds = Array.from({ length: 10 }, (_, round) => round);
  await Promise.all(
    opened.flatMap(({ name, window }) =>
      rounds.flatMap((round) => [
        window.infill({ ...hole, prefix: `${name} ${round}` }),
        window.reply({ ...question, messages: [{ role: 'user', text: `${name} asks ${round}` }] }),
      ]),
    ),
  );
  for (const { name, window } of opened) {
    const logged = (await window.log()).filter((line) => line.includes('-secret'));
    expect(logged.filter((line) => !line.includes(name))).toEqual([]);
    expect(logged.filter((line) => line.includes(`asked to fill ${name}`)).length).toBe(rounds.length);
    expect(logged.filter((line) => line.includes(`filled ${name}`)).length).toBe(rounds.length);
    expect(logged.filter((line) => line.includes(`asked ${name}`)).length).toBe(rounds.length);
  }
});
