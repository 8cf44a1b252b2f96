import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createWorkshop } from '../../../src/harness/workshop/createWorkshop.ts';
import { containerTestImage } from './containerTestImage.ts';
import { processesNamed } from './processesNamed.ts';
import { atLevel, isLevelHere } from './testLevels.ts';

const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'parity-left-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['docker', 'podman'] as const)('containers of %s', (program) => {
  const containers = (): string[] => {
    const words = ['ps', '--all', '--format', '{{.Names}}'];
    return execFileSync(program, words, { encoding: 'utf8' }).split('\n').filter(Boolean);
  };

  it('end by themselves when the harness is killed', async (test) => {
    if (!(await isLevelHere(program, folder))) return test.skip();
    const name = `43.${process.pid}${program.length}`;
    const script = `
      import { createWorkshop } from ${JSON.stringify(join(import.meta.dirname, '../../../src/harness/workshop/createWorkshop.ts'))};
      const { signal } = new AbortController();
      const options = { checkout: undefined, temporaryFolder: ${JSON.stringify(folder)}, ...${JSON.stringify(atLevel(program))} };
      const workshop = await createWorkshop(options, signal);
      const copy = await workshop.open({ kind: 'files', files: [] }, [], signal);
      const bounds = { directory: '.', environment: {}, collect: [], timeoutMs: 60_000, outputBytes: 1000 };
      void copy.run({ argv: ['sh', '-c', 'touch begun; sleep ${name}'], ...bounds }, signal);
      for (;;) {
        if ((await copy.changes(signal)).length > 0) process.kill(process.pid, 'SIGKILL');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }`;
    const file = join(folder, `killed-${program}.mts`);
    writeFileSync(file, script);
    const tsx = join(import.meta.dirname, '../../../node_modules/tsx/dist/cli.mjs');
    expect(() => execFileSync(process.execPath, [tsx, file], { stdio: 'ignore' })).toThrow();
    await expect.poll(() => processesNamed(`sleep ${name}`), { timeout: 20_000 }).toEqual([]);
    await expect.poll(containers, { timeout: 20_000 }).toEqual([]);
  });

  it('are removed when their harness is gone, and left alone while it lives', async (test) => {
    if (!(await isLevelHere(program, folder))) return test.skip();
    const place = join(folder, `living-${program}`);
    mkdirSync(place);
    const start = (name: string, owner: string): void => {
      const labels = ['--label', `parity.benchmark.host=${hostname()}`, '--label', `parity.benchmark.folder=${owner}`];
      const words = ['run', '--detach', '--rm', '--network', 'none', '--name', name, ...labels, '--entrypoint'];
      execFileSync(program, [...words, '/bin/sh', containerTestImage, '-c', 'sleep 60'], { stdio: 'ignore' });
    };
    start('parity-test-left', join(folder, 'no-such-folder'));
    start('parity-test-living', place);
    try {
      const options = { checkout: undefined, temporaryFolder: folder, ...atLevel(program) };
      await (await createWorkshop(options, signal)).dispose();
      expect(containers()).toEqual(['parity-test-living']);
    } finally {
      for (const name of containers()) execFileSync(program, ['kill', name], { stdio: 'ignore' });
    }
  });
});
