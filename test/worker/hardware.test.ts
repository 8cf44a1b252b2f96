import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { expect, test } from 'vitest';
import { probeHardware } from '../../src/models/hardware.ts';
import { isOnBattery, parseCpuInfo, parsePmset, parseVmStat } from '../../src/worker/parseSystem.ts';
import { readDiskFree, readPowerSupplies } from '../../src/worker/readSystem.ts';
import { never, temporaryFolder } from './withEngine.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the real probe tells what this machine has', async () => {
  const outdir = join(root, 'out', 'test', 'probe');
  await esbuild.build({
    entryPoints: { probe: join(root, 'src/worker/probeHardware.ts'), tryGpu: join(root, 'src/worker/tryGpu.ts') },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['node-llama-cpp'],
    logLevel: 'warning',
  });
  const hardware = await probeHardware(join(outdir, 'probe.mjs'), join(root, 'no', 'such', 'folder'), never);
  expect(hardware).not.toHaveProperty('problem');
  expect(hardware.platform).toBe(`${process.platform}-${process.arch}`);
  expect(hardware.availableRamBytes).toBeLessThanOrEqual(hardware.totalRamBytes);
  expect(hardware.physicalCores).toBeLessThanOrEqual(hardware.logicalCores);
  expect(hardware.diskFreeBytes).toBeGreaterThan(0);
  expect(hardware.cpuModel).not.toBe('');
});

const cpuInfo = (physical: number, core: number): string =>
  `processor\t: 0\nmodel name\t: Some CPU @ 3 GHz\nphysical id\t: ${physical}\ncore id\t\t: ${core}\nflags\t\t: fpu sse4_2 avx2 vmx\n`;

test('cores are counted once, however many threads they have', () => {
  const text = [cpuInfo(0, 0), cpuInfo(0, 1), cpuInfo(0, 0), cpuInfo(0, 1), cpuInfo(1, 0)].join('\n');
  expect(parseCpuInfo(text)).toEqual({
    model: 'Some CPU @ 3 GHz',
    features: ['sse4_2', 'avx2'],
    physicalCores: 3,
  });
});

test('an ARM processor has its features under another name, and no cores listed', () => {
  expect(parseCpuInfo('processor\t: 0\nFeatures\t: fp asimd asimddp i8mm\n')).toEqual({
    model: undefined,
    features: ['asimd', 'asimddp', 'i8mm'],
    physicalCores: undefined,
  });
  expect(parseCpuInfo('')).toEqual({ model: undefined, features: [], physicalCores: undefined });
});

test('macOS tells its memory in pages and its power in a sentence', () => {
  const stat = [
    'Mach Virtual Memory Statistics: (page size of 16384 bytes)',
    'Pages free:                               100.',
    'Pages active:                            9000.',
    'Pages inactive:                            50.',
    'Pages speculative:                         10.',
    'Pages purgeable:                            5.',
  ].join('\n');
  expect(parseVmStat(stat)).toBe(165 * 16_384);
  expect(parseVmStat('')).toBeUndefined();
  expect(parsePmset("Now drawing from 'Battery Power'\n -InternalBattery-0")).toBe(true);
  expect(parsePmset("Now drawing from 'AC Power'")).toBe(false);
  expect(parsePmset('')).toBeUndefined();
});

test('a laptop is on battery when nothing feeds it, whatever its mouse does', async () => {
  const folder = await temporaryFolder();
  const write = async (name: string, files: Readonly<Record<string, string>>): Promise<void> => {
    await mkdir(join(folder, name), { recursive: true });
    for (const [file, value] of Object.entries(files)) await writeFile(join(folder, name, file), `${value}\n`);
  };
  const now = async (): Promise<boolean> => isOnBattery(await readPowerSupplies(folder));
  expect(await now()).toBe(false);
  await write('mouse', { type: 'Battery', status: 'Discharging', scope: 'Device' });
  expect(await now()).toBe(false);
  await write('BAT0', { type: 'Battery', status: 'Discharging' });
  await write('AC', { type: 'Mains', online: '0' });
  expect(await now()).toBe(true);
  await write('AC', { type: 'Mains', online: '1' });
  expect(await now()).toBe(false);
  expect(await readPowerSupplies(join(folder, 'missing'))).toEqual([]);
});

test('the disk of a folder that is not there yet is that of the folder it will be in', async () => {
  expect(await readDiskFree('/')).toBeGreaterThan(0);
  expect(await readDiskFree(join(await temporaryFolder(), 'a', 'b'))).toBeGreaterThan(0);
});
