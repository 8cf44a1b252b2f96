import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/base/clock.ts';
import { toDisposable } from '../../../src/base/disposables.ts';
import type { EngineRecord } from '../../../src/benchmark/result.ts';
import { openNvidiaCounter } from '../../../src/harness/energy/nvidiaCounter.ts';
import { type EnergyChoice, idleMs, noEnergyChoice, openEnergy } from '../../../src/harness/energy/openEnergy.ts';
import {
  countedSince,
  counterProblem,
  type OpenedCounter,
  openRaplCounter,
} from '../../../src/harness/energy/raplCounter.ts';
import { engineRecord } from '../../benchmark/report/resultFixture.ts';
import { temporaryFolder } from '../../model/temporaryFolder.ts';

const never = new AbortController().signal;
const opened: { dispose(): void }[] = [];
afterEach(() => opened.splice(0).forEach((one) => one.dispose()));

interface Zone {
  readonly name: string;
  readonly microjoules: number;
  readonly range?: number;
}

/** As the kernel has them. */
function powercap(zones: Readonly<Record<string, Zone>>): string {
  const folder = temporaryFolder();
  for (const [zone, { name, microjoules, range = 1e9 }] of Object.entries(zones)) {
    mkdirSync(join(folder, zone), { recursive: true });
    writeFileSync(join(folder, zone, 'name'), `${name}\n`);
    writeFileSync(join(folder, zone, 'energy_uj'), `${microjoules}\n`);
    writeFileSync(join(folder, zone, 'max_energy_range_uj'), `${range}\n`);
  }
  return folder;
}

function set(folder: string, zone: string, microjoules: number): void {
  writeFileSync(join(folder, zone, 'energy_uj'), `${microjoules}\n`);
}

function counterOf(found: OpenedCounter) {
  if (found.kind !== 'opened') throw new Error(found.why ?? 'absent');
  opened.push(found.counter);
  return found.counter;
}

const twoPackages = {
  'intel-rapl:0': { name: 'package-0', microjoules: 1_000_000 },
  'intel-rapl:0:0': { name: 'core', microjoules: 0 },
  'intel-rapl:0:1': { name: 'dram', microjoules: 0 },
  'intel-rapl:1': { name: 'package-1', microjoules: 900_000, range: 1_000_000 },
  'intel-rapl:2': { name: 'psys', microjoules: 0 },
  'intel-rapl-mmio:0': { name: 'package-0', microjoules: 0 },
};

describe('the counters of processors', () => {
  it('are those of packages and their memory, and count nothing twice', async () => {
    const folder = powercap(twoPackages);
    const counter = counterOf(await openRaplCounter(folder));
    expect(counter.joules()).toBe(0);
    set(folder, 'intel-rapl:0', 3_000_000);
    set(folder, 'intel-rapl:0:1', 500_000);
    for (const zone of ['intel-rapl:0:0', 'intel-rapl:2', 'intel-rapl-mmio:0']) set(folder, zone, 50_000_000);
    expect(counter.joules()).toBeCloseTo(2.5);
  });

  it('go on when one begins anew', async () => {
    const folder = powercap(twoPackages);
    const counter = counterOf(await openRaplCounter(folder));
    set(folder, 'intel-rapl:1', 200_000);
    expect(counter.joules()).toBeCloseTo(0.3);
    set(folder, 'intel-rapl:1', 100_000);
    expect(counter.joules()).toBeCloseTo(1.2);
    expect(countedSince(7, 7, 10)).toBe(0);
  });

  it('are unknown once one cannot be read any more, and stay so', async () => {
    const folder = powercap(twoPackages);
    const counter = counterOf(await openRaplCounter(folder));
    writeFileSync(join(folder, 'intel-rapl:0', 'energy_uj'), 'nonsense');
    expect(counter.joules()).toBeUndefined();
    set(folder, 'intel-rapl:0', 2_000_000);
    expect(counter.joules()).toBeUndefined();
  });

  it('are absent without a word where there are none, and with a way out where they are for root', async () => {
    expect(await openRaplCounter(join(temporaryFolder(), 'none'))).toEqual({ kind: 'absent', why: undefined });
    expect(await openRaplCounter(powercap({ 'intel-rapl:0': { name: 'psys', microjoules: 0 } }))).toMatchObject({
      why: undefined,
    });
    const broken = powercap({ 'intel-rapl:0': { name: 'package-0', microjoules: Number.NaN } });
    expect(await openRaplCounter(broken)).toMatchObject({ kind: 'absent', why: expect.stringContaining('be read') });
    expect(counterProblem(Object.assign(new Error('no'), { code: 'EACCES' }))).toContain('sudo chmod a+r');
  });
});

/** A program that writes these lines again and again, as `nvidia-smi -lms` does; once and no more when it `ends`. */
function fakeNvidia(lines: string, ends = false) {
  const script = join(temporaryFolder(), 'nvidia.cjs');
  const write = `process.stdout.write(${JSON.stringify(lines)});`;
  writeFileSync(script, ends ? write : `${write} setInterval(() => { ${write} }, 5);`);
  return { program: process.execPath, leading: [script] };
}

/** Each look at it is a second later. Nothing ever comes due. */
function lookingClock(): Clock & { readonly seconds: number } {
  let seconds = 0;
  return {
    now: () => ++seconds * 1000,
    after: () => toDisposable(() => {}),
    get seconds() {
      return seconds;
    },
  };
}

describe('the draw of graphics cards', () => {
  it('is summed up over time, of all cards', async () => {
    const clock = lookingClock();
    const counter = counterOf(await openNvidiaCounter({ ...fakeNvidia('0, 100.00\n1, 50.50\n'), clock }, never));
    await expect.poll(() => counter.joules()).toBeGreaterThan(2000);
    const before = counter.joules() ?? Number.NaN;
    const from = clock.seconds;
    const after = counter.joules() ?? Number.NaN;
    expect(after - before).toBeCloseTo((clock.seconds - from) * 150.5);
  });

  it('is unknown when the program ends', async () => {
    const counter = counterOf(
      await openNvidiaCounter({ ...fakeNvidia('0, 100.00\n', true), clock: lookingClock() }, never),
    );
    await expect.poll(() => counter.joules()).toBeUndefined();
  });

  it.each([
    ['0, [N/A]\n', 'nvidia-smi says "0, [N/A]"'],
    ['NVIDIA-SMI has failed because it could not reach the driver.\n', 'nvidia-smi says "NVIDIA-SMI has failed'],
  ])('is absent when the program says %j', async (line, why) => {
    const found = await openNvidiaCounter({ ...fakeNvidia(line), clock: lookingClock() }, never);
    expect(found).toMatchObject({ kind: 'absent', why: expect.stringContaining(why) });
  });

  it('is absent without a word where there is no such program', async () => {
    const place = { program: join(temporaryFolder(), 'nvidia-smi'), clock: lookingClock() };
    expect(await openNvidiaCounter(place, never)).toEqual({ kind: 'absent', why: undefined });
  });
});

/** While time passes, the processor takes so many watts. */
function workingMachine(idleWatts: number) {
  const folder = powercap({ 'intel-rapl:0': { name: 'package-0', microjoules: 0 } });
  let ms = 0;
  const pass = (moreMs: number, watts: number): void => {
    ms += moreMs;
    const counted = Number(readFileSync(join(folder, 'intel-rapl:0', 'energy_uj'), 'utf8'));
    set(folder, 'intel-rapl:0', counted + watts * moreMs * 1000);
  };
  const clock: Clock = {
    now: () => ms,
    after(delayMs, run) {
      // Only watching it idle comes to its end; a program that does not answer is waited for.
      if (delayMs === idleMs) {
        pass(delayMs, idleWatts);
        queueMicrotask(run);
      }
      return toDisposable(() => {});
    },
  };
  return { folder, clock, pass };
}

async function energyOf(
  machine: { readonly folder: string; readonly clock: Clock },
  choice: EnergyChoice = noEnergyChoice,
  platform: NodeJS.Platform = 'linux',
) {
  const nvidia = { program: join(temporaryFolder(), 'nvidia-smi') };
  const energy = await openEnergy(choice, { powercap: machine.folder, nvidia, platform, clock: machine.clock }, never);
  opened.push(energy);
  return energy;
}

const onProcessor = (changes: Partial<EngineRecord> = {}) => engineRecord('local', { device: 'cpu', ...changes });
const declared = { activeWatts: 350, idleWatts: 50 };

describe('the energy of an engine', () => {
  it('is what is measured beyond the idle machine', async () => {
    const machine = workingMachine(10);
    const energy = await energyOf(machine, { ...noEnergyChoice, declared });
    expect(energy.record).toEqual({ measuredBy: ['rapl'], idleWatts: 10, declared, notMeasured: [] });
    const meter = energy.meterOf(onProcessor());
    expect(meter?.basis).toBe('measured');
    const span = meter?.begin();
    machine.pass(60_000, 40);
    expect(span?.end()).toBeCloseTo(0.5);
    const quiet = meter?.begin();
    machine.pass(60_000, 5);
    expect(quiet?.end()).toBe(0);
  });

  it('is what a person declares where the counters do not see the card, or there are none', async () => {
    const machine = workingMachine(10);
    const energy = await energyOf(machine, { ...noEnergyChoice, declared });
    const meters = [
      energy.meterOf(onProcessor({ device: 'cuda' })),
      (await energyOf({ ...machine, folder: temporaryFolder() }, { ...noEnergyChoice, declared })).meterOf(
        onProcessor(),
      ),
    ];
    for (const meter of meters) {
      expect(meter?.basis).toBe('declared');
      const span = meter?.begin();
      machine.pass(600_000, 0);
      expect(span?.end()).toBeCloseTo(50);
    }
  });

  it('is unknown without either, and of engines that do not have the machine to themselves', async () => {
    const machine = workingMachine(10);
    const none = await energyOf({ ...machine, folder: temporaryFolder() }, noEnergyChoice, 'darwin');
    expect(none.meterOf(onProcessor())).toBeUndefined();
    expect(none.record.notMeasured).toEqual(['macOS tells its power to root only (powermetrics)']);
    const energy = await energyOf(machine, { ...noEnergyChoice, declared });
    expect(energy.meterOf(onProcessor({ place: 'remote' }))).toBeUndefined();
    expect(energy.meterOf(onProcessor({ place: 'this-machine', parallel: 8 }))).toBeUndefined();
    expect(energy.meterOf(onProcessor({ place: 'this-machine' }))?.basis).toBe('measured');
  });
});
