/** Windows in processes of their own, and the real engine that they share. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { LoadRequest, ReplyRequest } from '../../src/engine/engine.ts';
import { codeOfLength } from '../bench/corpus.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { TestWindow } from './openWindow.ts';
import { bundleAs, isAlive, sharedPlace } from './sharedFixture.ts';
import { hole, question, smallLoad, temporaryFolder } from './withEngine.ts';

const place = sharedPlace();
const starter = fileURLToPath(new URL('../../media/models/starter.gguf', import.meta.url));

let program: string;
let worker: string;
let tiny: string;
beforeAll(async () => {
  program = await bundleAs('1.0.0+model', 'test/worker/windowProcess.ts');
  worker = await bundleAs('1.0.0+model', 'src/worker/main.ts');
  tiny = join(await temporaryFolder(), 'tiny.gguf');
  await makeTinyModel(tiny);
});

const windows: TestWindow[] = [];
function openWindow(changed: Readonly<Record<string, string>> = {}): TestWindow {
  const window = new TestWindow(program, worker, { XDG_RUNTIME_DIR: place.runtimeFolder, ...changed });
  windows.push(window);
  return window;
}
const engines = new Set<number>();
async function engineOf(window: TestWindow): Promise<number> {
  const pid = await window.enginePid();
  engines.add(pid);
  return pid;
}
afterEach(async () => {
  await Promise.all(windows.splice(0).map((window) => window.close()));
  await expect.poll(place.leftovers, { timeout: 15_000 }).toEqual([]);
  await expect.poll(() => [...engines].filter(isAlive), { timeout: 15_000 }).toEqual([]);
});

function residentBytes(pids: readonly number[]): number {
  const sizes = execFileSync('ps', ['-o', 'rss=', '-p', pids.join(',')], { encoding: 'utf8' });
  return sizes
    .trim()
    .split('\n')
    .reduce((sum, kilobytes) => sum + Number(kilobytes) * 1024, 0);
}

test('a model is in memory once, however many windows use it', async () => {
  const load: LoadRequest = { ...smallLoad, path: starter };
  const use = async (window: TestWindow): Promise<void> => {
    await window.load(load);
    await window.infill({ ...hole, prefix: codeOfLength(1_500) });
  };
  const [first, second] = [openWindow(), openWindow()];
  await use(first);
  const engine = await engineOf(first);
  await use(second);
  expect(await engineOf(second)).toBe(engine);
  const shared = residentBytes([engine]);

  const nowhere = join(place.runtimeFolder, 'file');
  writeFileSync(nowhere, '');
  const openAlone = (): TestWindow => openWindow({ XDG_RUNTIME_DIR: nowhere, TMPDIR: nowhere });
  const alone = [openAlone(), openAlone()];
  await Promise.all(alone.map(use));
  const sharings = await Promise.all(alone.map((window) => window.sharing()));
  const pids = sharings.flatMap((sharing) => (sharing.kind === 'private' ? [sharing.pid ?? -1] : []));
  expect(new Set(pids).size).toBe(2);
  const apart = residentBytes(pids);
  expect(shared).toBeLessThan(0.75 * apart);
});

/** Every error that a death may come to for someone who waits. */
const clearErrors = ['worker-crashed', 'engine-closed', 'out-of-memory', 'engine-halted'];
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

const kills = 15;
test(`${kills} kills of the real engine while it loads, reads and writes leave every window at work`, async () => {
  const load: LoadRequest = { ...smallLoad, path: tiny };
  const answers = async (window: TestWindow): Promise<void> => {
    const { usage } = await window.infill(hole);
    expect(usage.generatedTokens).toBeGreaterThan(0);
  };
  const answersAgain = async (window: TestWindow): Promise<void> => {
    try {
      await answers(window);
    } catch (error) {
      expect(clearErrors).toContain(codeOf(error));
      // What could not be loaded is not loaded again by itself: a person chooses it again.
      await window.load(load);
      await answers(window);
    }
  };
  const reading: ReplyRequest = { ...question, system: codeOfLength(3_000), maxTokens: 4 };
  const writing: ReplyRequest = { ...question, maxTokens: 400 };
  const opened = [openWindow(), openWindow()];
  await Promise.all(opened.map((window) => window.load(load)));

  for (let kill = 0; kill < kills; kill += 1) {
    const [victim, other] = kill % 2 === 0 ? opened : opened.toReversed();
    if (victim === undefined || other === undefined) throw new Error('There are two windows.');
    const engine = await engineOf(victim);
    expect(await engineOf(other)).toBe(engine);
    let steps = 0;
    const killAfter = (count: number, pid: () => Promise<number>) => (): void => {
      steps += 1;
      if (steps === count) void pid().then((found) => process.kill(found, 'SIGKILL'));
    };
    const phase = (['load', 'read', 'write'] as const)[kill % 3];
    const waiting = other.infill({ ...hole, prefix: `${codeOfLength(1_500)}${kill}` }).catch(codeOf);
    let outcome: unknown;
    if (phase === 'load') {
      process.kill(engine, 'SIGKILL');
      outcome = await victim
        .load(
          load,
          killAfter(2, () => engineOf(victim)),
        )
        .catch(codeOf);
    } else {
      const request = phase === 'read' ? { ...reading, system: `${kill}${reading.system}` } : writing;
      outcome = await victim
        .reply(
          request,
          killAfter(phase === 'read' ? 3 : 30, async () => engine),
        )
        .catch(codeOf);
    }
    // A load that is too far along to be killed by then is done.
    if (phase !== 'load' || outcome !== undefined) expect(clearErrors).toContain(outcome);
    const late = await waiting;
    if (typeof late === 'string') expect(clearErrors).toContain(late);
    await Promise.all(opened.map(answersAgain));
    expect(await engineOf(victim)).not.toBe(engine);
    expect(isAlive(engine)).toBe(false);
  }
});
