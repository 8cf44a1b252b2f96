import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRunFolder } from '../../../src/harness/run/runFolder.ts';
import { buildProgram, startProgram } from './builtProgram.ts';
import { makeSmallRepository } from './smallRepository.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-cli-'));
  await Promise.all([buildProgram(), makeSmallRepository(join(folder, 'small'))]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lines = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).trimEnd().split('\n');

it('makes, runs and reports a benchmark, whatever interrupts it, and says how it ended', async () => {
  const out = join(folder, 'run');
  // `--yes`: this machine may have no sandbox.
  const repository = ['--repo', join(folder, 'small'), '--engine', 'starter', '--yes'];
  const run = ['run', '--size', 'quick', '--families', 'infill,body', '--out', out, ...repository];

  const killed = startProgram(run);
  const preparation = join(out, 'preparation.jsonl');
  await expect.poll(() => readFile(preparation, 'utf8').catch(() => ''), { timeout: 60_000 }).toContain('"admission"');
  killed.process.kill('SIGKILL');
  expect((await killed.ended).signal).toBe('SIGKILL');
  const decided = (await lines(preparation)).filter((line) => line.includes('"admission"') && line.endsWith('}'));

  const interrupted = startProgram(run);
  await interrupted.says('The run is kept in');
  interrupted.process.kill('SIGINT');
  const { code, stderr } = await interrupted.ended;
  expect(code, stderr).toBe(130);
  expect(stderr).toContain(`--out ${out}`);

  const whole = await startProgram(run).ended;
  expect(whole.code, whole.stderr).toBe(0);
  expect(whole.stdout).toMatch(/filled \d+ of \d+ holes[\s\S]*report\.html/);
  const keys = (await lines(preparation)).flatMap((line) => /"key":"(\w+)"/.exec(line)?.[1] ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  expect(await lines(preparation)).toEqual(expect.arrayContaining(decided));
  const first = await readRunFolder(out);
  expect(first.results.length).toBeGreaterThan(0);
  expect(new Set(first.tasks.map(({ family }) => family))).toContain('body');
  const page = await readFile(join(out, 'report.html'), 'utf8');
  expect(page).toContain(first.run.id);
  expect(await readFile(join(out, 'share.json'), 'utf8')).not.toMatch(/countWords|largest/);

  const again = await startProgram([...run, '--json']).ended;
  expect(again.code, again.stderr).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({ folder: out, end: { done: first.results.length, shortfalls: [] } });
  expect((await readRunFolder(out)).results).toEqual(first.results);

  const capped = ['--tasks', join(out, 'task-set.jsonl'), '--out', join(folder, 'capped'), '--max-tokens', '1'];
  expect(await startProgram(['run', ...capped, ...repository]).ended).toMatchObject({ code: 3 });
});

it('ends with 2 for what it does not understand, and with 1 for what fails', async () => {
  const [misunderstood, failed] = await Promise.all([
    startProgram(['run']).ended,
    startProgram(['report', join(folder, 'nothing')]).ended,
  ]);
  expect(misunderstood).toMatchObject({ code: 2, stdout: '' });
  expect(misunderstood.stderr).toContain('--help');
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toContain('There is no run');
});
