import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunFolder } from '../../../src/harness/run/runFolder.ts';
import { containerTestImage } from '../sandbox/containerTestImage.ts';
import { isLevelHere } from '../sandbox/testLevels.ts';
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
  // Of any age: the clock of this machine may be behind.
  const run = ['run', '--size', 'quick', '--families', 'infill,body', '--since', 'any', '--out', out, ...repository];

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

describe.each(['docker', 'podman'] as const)('in containers of %s', (program) => {
  it('runs the tests where that was chosen, and says what is missing', async (test) => {
    if (!(await isLevelHere(program, folder))) return test.skip();
    const repository = ['--repo', join(folder, 'small'), '--yes'];
    const container = ['--container', `${program}:${containerTestImage}`];
    const out = join(folder, `in-${program}`);
    const choice = ['--size', '6', '--families', 'infill,body', '--since', 'any'];
    const run = ['run', '--engine', 'starter', ...choice, '--out', out, ...repository];
    const whole = await startProgram([...run, ...container]).ended;
    expect(whole.code, whole.stderr).not.toBe(1);
    expect(whole.stderr).toContain(`tests run in containers of ${containerTestImage} (${program} `);
    const { run: record, tasks } = await readRunFolder(out);
    // Admitted: the tests passed with the true code, and failed without, in containers.
    expect(tasks.filter(({ family }) => family === 'body').length).toBeGreaterThan(0);
    const { container: used, ...sandbox } = record.sandbox;
    expect(sandbox).toMatchObject({ level: 'container', isOffline: true, isContained: true });
    expect(used).toMatchObject({
      program,
      image: containerTestImage,
      digest: expect.stringMatching(/^sha256:\w{64}$/),
    });
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain(used?.digest);
    expect(await readFile(join(out, 'share.json'), 'utf8')).not.toContain(containerTestImage);

    // A run goes on where it was begun, not with the programs of this machine.
    const elsewhere = await startProgram(run).ended;
    expect(elsewhere).toMatchObject({ code: 1 });
    expect(elsewhere.stderr).toContain('its containers differ');
    const missing = await startProgram(['mine', '--container', `${program}:parity-none:1`, ...repository]).ended;
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain(`Get it with: ${program} pull parity-none:1`);
  });
});

it('ends with 2 for what it does not understand, and with 1 for what fails', async () => {
  const model = ['--engine', `local:${join(folder, 'no-model.gguf')}`, '--out', join(folder, 'unmade'), '--yes'];
  const [misunderstood, placeless, modelless, failed] = await Promise.all([
    startProgram(['run']).ended,
    startProgram(['mine', '--repo', join(folder, 'nowhere')]).ended,
    startProgram(['run', '--repo', join(folder, 'small'), ...model]).ended,
    startProgram(['report', join(folder, 'nothing')]).ended,
  ]);
  expect(misunderstood).toMatchObject({ code: 2, stdout: '' });
  expect(misunderstood.stderr).toContain('--help');
  expect(placeless).toMatchObject({ code: 2, stdout: '' });
  expect(placeless.stderr).toContain('--repo');
  // Before tasks are made, which takes minutes.
  expect(modelless).toMatchObject({ code: 1, stdout: '' });
  expect(modelless.stderr).toContain('no-model.gguf');
  expect(existsSync(join(folder, 'unmade'))).toBe(false);
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toContain('There is no run');
});
