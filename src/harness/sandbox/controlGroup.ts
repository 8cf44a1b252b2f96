/**
 * Control groups of Linux: the system itself refuses the next process, whoever asks for it and however fast. A limit of the
 * user's processes (`ulimit -u`) does not count for the administrator. See cgroups(7) and the kernel's
 * admin-guide/cgroup-v2 and cgroup-v1/pids.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isRunning } from './isRunning.ts';
import { sendSignal } from './processTree.ts';
import type { Launch, SandboxLimits } from './sandbox.ts';

/** A folder of the system's in which this process may make groups. */
export interface GroupPlace {
  readonly folder: string;
  /** Version 1 limits processes alone: its memory is another tree's. */
  readonly version: 1 | 2;
}

/** One run's group. */
export interface ControlGroup {
  /** The launch with all that it starts in the group. */
  join(launch: Launch): Launch;
  kill(): void;
  /** Ends what is left in it and removes it. */
  dispose(): Promise<void>;
}

const prefix = 'parity-benchmark-';

/** The nearest place that works: a group is made there, with its limit, and a process is put in it. */
export function findGroupPlace(): GroupPlace | undefined {
  if (process.platform !== 'linux') return undefined;
  for (const place of groupPlaces(readText('/proc/self/mountinfo'), readText('/proc/self/cgroup'))) {
    removeLeftovers(place.folder);
    const folder = join(place.folder, `${prefix}${process.pid}-trial`);
    try {
      makeGroup(place, folder, { processes: 16, memoryBytes: 256 * 1024 * 1024 });
      const trial = joined({ program: '/bin/sh', arguments: ['-c', 'exit 0'], folder: '/', environment: {} }, folder);
      execFileSync(trial.program, trial.arguments, { stdio: 'ignore', timeout: 5000 });
      return place;
    } catch {
      // Not this user's, not to be written, or without the controller.
    } finally {
      removeGroup(folder);
    }
  }
  return undefined;
}

/**
 * Where groups may be made, by the texts of `/proc/self/mountinfo` and `/proc/self/cgroup`, nearest first. In version 2 a
 * group with processes has no limited groups below it, so that only those above this process's own come into question.
 */
export function groupPlaces(mounts: string, own: string): GroupPlace[] {
  const places: GroupPlace[] = [];
  for (const line of mounts.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root = '/', mountPoint = ''] = before.split(' ');
    const [type = '', , options = ''] = after.split(' ');
    const version = type === 'cgroup2' ? 2 : type === 'cgroup' && options.split(',').includes('pids') ? 1 : undefined;
    if (version === undefined || mountPoint === '') continue;
    const path = own.split('\n').flatMap((entry) => {
      const [, controllers = '', ...rest] = entry.split(':');
      const isIts = version === 2 ? controllers === '' && rest.length > 0 : controllers.split(',').includes('pids');
      return isIts ? [rest.join(':')] : [];
    })[0];
    if (path === undefined || path.split('/').includes('..')) continue;
    const visible = root !== '/' && path.startsWith(root) ? path.slice(root.length) : path;
    const upwards = [join(mountPoint, visible).replace(/\/$/, '')];
    for (let folder = upwards[0] ?? ''; folder.length > mountPoint.length; upwards.push(folder)) {
      folder = dirname(folder);
    }
    if (version === 2 && upwards.length > 1) upwards.shift();
    for (const folder of upwards) places.push({ folder, version });
  }
  // Both are mounted where a system moves from one to the other; the newer one limits memory too.
  return places.sort((a, b) => b.version - a.version);
}

let made = 0;

/** Throws when the system refuses. */
export function openGroup(place: GroupPlace, limits: Pick<SandboxLimits, 'processes' | 'memoryBytes'>): ControlGroup {
  made += 1;
  const folder = join(place.folder, `${prefix}${process.pid}-${made}`);
  makeGroup(place, folder, limits);
  return {
    join: (launch) => joined(launch, folder),
    kill: () => killGroup(folder),
    async dispose() {
      for (let round = 0; round < 200; round += 1) {
        killGroup(folder);
        if (removeGroup(folder)) return;
        await setTimeout(10);
      }
    },
  };
}

function makeGroup(
  { version }: GroupPlace,
  folder: string,
  { processes, memoryBytes }: Pick<SandboxLimits, 'processes' | 'memoryBytes'>,
): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'pids.max'), String(processes), { flag: 'r+' });
  if (version === 1) return;
  writeFileSync(join(folder, 'memory.max'), String(memoryBytes), { flag: 'r+' });
  // Absent where nothing is swapped.
  writeQuietly(join(folder, 'memory.swap.max'), '0');
}

function joined(launch: Launch, folder: string): Launch {
  const script = 'echo 0 > "$1/cgroup.procs" || exit 125; shift; exec "$@"';
  return {
    ...launch,
    program: '/bin/sh',
    arguments: ['-c', script, 'sh', folder, launch.program, ...launch.arguments],
  };
}

function killGroup(folder: string): void {
  // From here on none of them starts another.
  writeQuietly(join(folder, 'pids.max'), '0');
  if (writeQuietly(join(folder, 'cgroup.kill'), '1')) return;
  for (const line of readText(join(folder, 'cgroup.procs')).split('\n')) {
    const pid = Number(line);
    // What is not seen from here is listed as 0, which would be this process's own group.
    if (pid > 0 && pid !== process.pid) sendSignal(pid, 'SIGKILL');
  }
}

function removeGroup(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

/** Empty groups of harnesses that died; the system does not remove those that are in use. */
function removeLeftovers(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const [pid = ''] = name.slice(prefix.length).split('-');
      if (name.startsWith(prefix) && !isRunning(Number(pid))) removeGroup(join(folder, name));
    }
  } catch {
    // Not to be read.
  }
}

function writeQuietly(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'r+' });
    return true;
  } catch {
    return false;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
