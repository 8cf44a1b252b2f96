import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hardwareOfNode, probeHardware } from '../../src/models/hardware.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';

const never = new AbortController().signal;
const folder = temporaryFolder();

async function probeWith(program: string, seconds?: number) {
  const path = join(folder, 'probe.mjs');
  await writeFile(path, program);
  return probeHardware(path, '/models', never, seconds);
}

const answer = JSON.stringify({
  ...hardwareOfNode(),
  gpus: [{ backend: 'cuda', name: 'Card', totalBytes: 2, freeBytes: 1, isUnified: false }],
  backends: [{ backend: 'cuda' }, { backend: 'vulkan', cause: { kind: 'crashed', exitCode: null, signal: 'SIGSEGV' } }],
  cpuFeatures: ['avx2'],
});

test('what the probe writes is taken, and it is told the folder', async () => {
  const program = `if (process.argv[2] !== '/models') process.exit(3); console.log(${JSON.stringify(answer)});
    process.exit(0);`;
  expect(await probeWith(program)).toEqual(JSON.parse(answer));
});

test.each([
  ['crashes', "process.kill(process.pid, 'SIGSEGV')", { kind: 'crashed', exitCode: null, signal: 'SIGSEGV' }],
  ['gives up', 'process.exit(7)', { kind: 'crashed', exitCode: 7, signal: null }],
  ['throws', "throw new Error('no')", { kind: 'crashed', exitCode: 1, signal: null }],
  ['writes nothing', 'process.exit(0)', { kind: 'garbled' }],
  ['writes garbage', 'console.log(\'{"platform":\'); process.exit(0)', { kind: 'garbled' }],
  ['writes something else', 'console.log(\'{"platform":1}\'); process.exit(0)', { kind: 'garbled' }],
  [
    'writes without end',
    "process.stdout.on('error', () => {}); for (;;) console.log('x'.repeat(1 << 20));",
    { kind: 'timed-out' },
  ],
  ['hangs', 'setInterval(() => {}, 1000)', { kind: 'timed-out', seconds: 0.3 }],
])('a probe that %s leaves what Node knows', async (_what, program, problem) => {
  const hardware = await probeWith(program, problem.kind === 'timed-out' ? 0.3 : undefined);
  expect(hardware).toMatchObject({ platform: `${process.platform}-${process.arch}`, gpus: [], problem });
  expect(hardware.totalRamBytes).toBeGreaterThan(0);
  expect(hardware.physicalCores).toBeGreaterThan(0);
});

test('a probe that is not there leaves what Node knows', async () => {
  const { problem } = await probeHardware(join(folder, 'missing.mjs'), folder, never);
  expect(problem).toMatchObject({ kind: 'crashed', exitCode: 1 });
});

test('it can be given up', async () => {
  const path = join(folder, 'endless.mjs');
  await writeFile(path, 'setInterval(() => {}, 1000)');
  const controller = new AbortController();
  const probing = probeHardware(path, folder, controller.signal);
  controller.abort();
  await expect(probing).rejects.toMatchObject({ name: 'AbortError' });
});
