import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWorkedOn, openRunFolder, seemsWorkedOn } from '../../../src/harness/run/runFolder.ts';
import { makeTasks, testEngine } from '../../benchmark/running/runFixture.ts';
import { testRun } from './testRun.ts';

const { signal } = new AbortController();

describe('isWorkedOn', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parity-run-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is true while a process has the run open, and false after', async () => {
    const tasks = await makeTasks(1);
    const open = await openRunFolder(folder, { run: await testRun(tasks, [testEngine('a')]), tasks }, signal);
    expect(await seemsWorkedOn(folder)).toBe(true);
    expect(await isWorkedOn(folder, signal)).toBe(true);
    await open.close();
    expect(await seemsWorkedOn(folder)).toBe(false);
    expect(await isWorkedOn(folder, signal)).toBe(false);
  });

  it('is false where the process that had it is dead', async () => {
    // No system gives a process this number.
    await writeFile(join(folder, 'run.lock'), JSON.stringify({ token: 't', pid: 2 ** 30, host: hostname() }));
    expect(await seemsWorkedOn(folder)).toBe(false);
    expect(await isWorkedOn(folder, signal)).toBe(false);
  });

  it('seems not to be where a process of that number is another now', async () => {
    const lock = join(folder, 'run.lock');
    await writeFile(lock, JSON.stringify({ token: 't', pid: process.pid, host: hostname() }));
    const before = new Date(Date.now() - 60_000);
    await utimes(lock, before, before);
    expect(await seemsWorkedOn(folder)).toBe(false);
  });
});
