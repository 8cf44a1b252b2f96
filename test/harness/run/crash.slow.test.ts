import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { worstReply } from '../../../src/benchmark/running/worstCase.ts';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import { readRunFolder } from '../../../src/harness/run/runFolder.ts';
import { makeTasks, planTest, testEngine } from '../../benchmark/running/runFixture.ts';

let home: string;
let program: string;
let spendingProgram: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'parity-crash-'));
  program = join(home, 'crashingRun.mjs');
  spendingProgram = join(home, 'spendingRun.mjs');
  await build({
    entryPoints: ['test/harness/run/crashingRun.ts', 'test/harness/run/spendingRun.ts'],
    outdir: home,
    outExtension: { '.js': '.mjs' },
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

/** As `askOnce` asks. */
function worstRequest(): number {
  const messages = [{ role: 'user' as const, text: 'What is 0 and 0?' }];
  const { promptTokens, generatedTokens } = worstReply(
    { system: 'Answer.', messages, tools: [], seed: 1, maxTokens: 16, thinking: { kind: 'off' } },
    testEngine('a').model,
  );
  return promptTokens + generatedTokens;
}

/** Its cap is what ends it, if nothing kills it. */
async function spendingSitting(folder: string, cap: number): Promise<'cap' | 'killed'> {
  const child = spawn(process.execPath, [spendingProgram, folder, String(cap)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal === 'SIGKILL') return 'killed';
  expect(chunks.join('')).toBe('cap\n');
  return 'cap';
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
      // Later each time: where the machine is busy, a process takes long to come to its work.
      for (let tries = 10; !(await sitting(folder, 60 + random() * 30 * tries)); tries++) {
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

  it('stays within its cap over all sittings: what was under way at a kill counts in full', async () => {
    const folder = join(home, 'spending');
    const worst = worstRequest();
    // Room for eight requests whatever they come to, in sittings of which each is killed in its second one.
    const cap = 8 * worst;
    let kills = 0;
    while ((await spendingSitting(folder, cap)) === 'killed') {
      kills += 1;
      expect(kills).toBeLessThan(20);
    }
    const sent = (await readFile(join(folder, 'sent.txt'), 'utf8')).trim().split('\n').length;
    const { results } = await readRunFolder(folder);
    const answered = results.reduce((sum, { usage }) => sum + usage.promptTokens + usage.generatedTokens, 0);
    expect(kills).toBeGreaterThan(3);
    expect(sent).toBe(results.length + kills);
    expect(answered + kills * worst).toBeLessThanOrEqual(cap);
    // Not much more than that would have been possible: later questions are two characters longer.
    expect(answered + (kills + 1) * (worst + 2)).toBeGreaterThan(cap);
  });
});
