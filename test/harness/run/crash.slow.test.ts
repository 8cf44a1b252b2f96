import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import { readRunFolder } from '../../../src/harness/run/runFolder.ts';
import { makeTasks, planTest, testEngine } from '../../benchmark/running/runFixture.ts';

let home: string;
let program: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'parity-crash-'));
  program = join(home, 'crashingRun.mjs');
  await build({
    entryPoints: ['test/harness/run/crashingRun.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
});

afterAll(() => rm(home, { recursive: true, force: true }));

/** Whether it came to its end before it was killed. */
async function sitting(folder: string, killAfterMs: number | undefined): Promise<boolean> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  await once(child, 'close');
  clearTimeout(timer);
  return output === 'done\n';
}

describe('a run whose process is killed', () => {
  it('comes to the same end as one that is not: each key once, nothing lost', { timeout: 120_000 }, async () => {
    const random = mulberry32(7);
    const { items } = await planTest(await makeTasks(60), [
      testEngine('a', { parallel: 3 }),
      testEngine('b', { place: 'local' }),
    ]);
    const keys = items.map(({ key }) => key).toSorted();
    let kills = 0;
    let before: readonly string[] = [];
    for (let round = 0; kills < 20; round++) {
      const folder = join(home, `run-${round}`);
      before = [];
      // Around the start as well as in the middle of writing.
      while (!(await sitting(folder, 60 + random() * 300))) {
        kills++;
        const now = await readRunFolder(folder).then(
          ({ results }) => results.map(({ key }) => key),
          () => [],
        );
        // What was there stays, in its place.
        expect(now.slice(0, before.length)).toEqual(before);
        before = now;
        expect(kills).toBeLessThan(200);
      }
      const { results } = await readRunFolder(folder);
      expect(results.map(({ key }) => key).toSorted()).toEqual(keys);
      expect(results.every(({ outcome }) => outcome.kind === 'solved')).toBe(true);
      const lines = (await readFile(join(folder, 'results.jsonl'), 'utf8')).split('\n');
      expect(lines.length).toBe(keys.length + 1);
    }
    expect(kills).toBeGreaterThanOrEqual(20);
  });
});
