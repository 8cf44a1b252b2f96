import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startGuarded } from './guardedProcess.ts';
import { places } from './places.ts';

/** Writes its number and that of a child of its own, and then both wait for ever. */
const family = `
  const child = require('node:child_process').spawn('sleep', ['1000']);
  console.log(process.pid + ' ' + child.pid);
`;

describe.skipIf(process.platform === 'win32')('a guarded process', () => {
  it('ends with all it started, and its folders go', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parity-guarded-'));
    const guarded = startGuarded(process.execPath, ['-e', family], { temporary: [folder] });
    const pids = await firstNumbers(guarded.child);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await guarded.stop();
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(existsSync(folder)).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'does not outlive a parent that %s ended',
    async (signal) => {
      const folder = mkdtempSync(join(tmpdir(), 'parity-guarded-'));
      const script = `
      import { startGuarded } from './guardedProcess.ts';
      const { child } = startGuarded(process.execPath, ['-e', ${JSON.stringify(family)}], { temporary: ['${folder}'] });
      child.stdout.pipe(process.stdout);
    `;
      const tsx = ['--import', 'tsx', '--input-type=module', '-e', script];
      const parent = spawn(process.execPath, tsx, { cwd: places.vscode, stdio: ['ignore', 'pipe', 'inherit'] });
      const pids = await firstNumbers(parent);
      parent.kill(signal);
      await expect.poll(() => pids.map(isAlive), { timeout: 10_000 }).toEqual([false, false]);
      await expect.poll(() => existsSync(folder)).toBe(false);
    },
    20_000,
  );

  it('rejects when the command does not exist', async () => {
    await expect(startGuarded('/no/such/command', []).ended).rejects.toThrow('ENOENT');
  });
});

async function firstNumbers(child: ChildProcess): Promise<readonly number[]> {
  if (child.stdout === null) throw new Error('no output to read');
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return chunk.toString().trim().split(' ').map(Number);
}

/** An orphan that has ended is listed as a zombie until the system takes notice of it. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout);
}
