import { execFile } from 'node:child_process';
import { readFile, readdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type CpuInfo, type PowerSupply, isOnBattery, parseCpuInfo, parsePmset, parseVmStat } from './parseSystem.ts';

/** Each of these asks the system it runs on in that system's way, and gives `undefined` for what it cannot tell. */

const run = promisify(execFile);

async function output(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run(program, [...args], { timeout: 8_000, windowsHide: true })).stdout.trim();
  } catch {
    return undefined;
  }
}

const powershell = (command: string): Promise<string | undefined> =>
  output('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', command]);

async function text(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return undefined;
  }
}

export async function readCpu(): Promise<CpuInfo> {
  const number = (found: string | undefined): number | undefined => {
    const value = Number(found);
    return Number.isInteger(value) && value > 0 ? value : undefined;
  };
  switch (process.platform) {
    case 'linux':
      return parseCpuInfo((await text('/proc/cpuinfo')) ?? '');
    case 'darwin':
      return {
        model: await output('sysctl', ['-n', 'machdep.cpu.brand_string']),
        features: process.arch === 'arm64' ? ['asimd'] : [],
        physicalCores: number(await output('sysctl', ['-n', 'hw.physicalcpu'])),
      };
    case 'win32': {
      const command = '(Get-CimInstance Win32_Processor | Measure-Object -Property NumberOfCores -Sum).Sum';
      return { model: undefined, features: [], physicalCores: number(await powershell(command)) };
    }
    default:
      return { model: undefined, features: [], physicalCores: undefined };
  }
}

/** Free, or freed as soon as it is needed; within a container's limit. */
export async function readAvailableRam(): Promise<number | undefined> {
  if (process.platform === 'darwin') return parseVmStat((await output('vm_stat', [])) ?? '');
  // Knows of containers. Node 20.12 and older have not got it.
  const known = 'availableMemory' in process ? process.availableMemory() : undefined;
  if (known !== undefined) return known;
  const available = /^MemAvailable: +(\d+) kB$/m.exec((await text('/proc/meminfo')) ?? '')?.[1];
  return available === undefined ? undefined : Number(available) * 1024;
}

export async function readIsOnBattery(): Promise<boolean | undefined> {
  switch (process.platform) {
    case 'linux':
      return isOnBattery(await readPowerSupplies('/sys/class/power_supply'));
    case 'darwin':
      return parsePmset((await output('pmset', ['-g', 'batt'])) ?? '');
    case 'win32': {
      // 1: the battery is discharging. Nothing: there is none.
      const status = await powershell('(Get-CimInstance Win32_Battery).BatteryStatus');
      return status === undefined ? undefined : status.split(/\s+/).includes('1');
    }
    default:
      return undefined;
  }
}

export async function readPowerSupplies(folder: string): Promise<PowerSupply[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(
    names.map(async (name) => {
      const [type, status, online, scope] = await Promise.all(
        ['type', 'status', 'online', 'scope'].map((file) => text(join(folder, name, file))),
      );
      return { type, status, online, scope };
    }),
  );
}

/** Of the disk that `folder` is on, or will be. */
export async function readDiskFree(folder: string): Promise<number | undefined> {
  for (let place = folder; ; place = dirname(place)) {
    try {
      const { bavail, bsize } = await statfs(place);
      return bavail * bsize;
    } catch {
      if (place === dirname(place)) return undefined;
    }
  }
}

export function readGlibc(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const report: unknown = process.report?.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return undefined;
  const { header } = report;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return undefined;
  return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : undefined;
}
