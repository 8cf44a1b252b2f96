import { type ChildProcess, execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';

/** In the environment of whatever runs in a copy, so that what leaves its parents is found again. */
export const markVariable = 'PARITY_BENCHMARK_COPY';

export interface TreeUse {
  readonly processes: number;
  readonly memoryBytes: number;
}

const pageBytes = 4096;

/**
 * What a process, all that it started and all that has the mark use; of memory, what they do not share. Beyond `limit`
 * processes it stops looking: others may come faster than they can be counted.
 */
export async function measureTree({
  pid,
  mark,
  limit,
}: {
  readonly pid: number;
  readonly mark: string | undefined;
  readonly limit: number;
}): Promise<TreeUse> {
  if (process.platform !== 'linux') return measureByPs(pid);
  let processes = 0;
  let memoryBytes = 0;
  const pending = [pid, ...(mark === undefined ? [] : await findMarked(mark))];
  const seen = new Set<number>();
  for (let next = pending.pop(); next !== undefined && processes <= limit; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const [statm, status, tasks] = await Promise.all([
      readFile(`/proc/${next}/statm`, 'utf8').catch(() => ''),
      readFile(`/proc/${next}/stat`, 'utf8').catch(() => ''),
      readdir(`/proc/${next}/task`).catch(() => []),
    ]);
    const [, resident = '0', shared = '0'] = statm.split(' ');
    memoryBytes += Math.max(0, Number(resident) - Number(shared)) * pageBytes;
    // Field 20, counted from the parenthesis that closes the name; see proc_pid_stat(5).
    processes += Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[17] ?? 0);
    for (const task of tasks) {
      const children = await readFile(`/proc/${next}/task/${task}/children`, 'utf8').catch(() => '');
      pending.push(...children.split(' ').flatMap((text) => (text.trim() === '' ? [] : [Number(text)])));
    }
  }
  return { processes, memoryBytes };
}

async function measureByPs(pid: number): Promise<TreeUse> {
  const rows = await listByPs(['-axo', 'pid=,ppid=,rss=']);
  const members = new Set([pid]);
  let memoryBytes = 0;
  let size = 0;
  // Parents need not stand before their children.
  while (size !== members.size) {
    size = members.size;
    for (const [child = 0, parent = 0] of rows) if (members.has(parent)) members.add(child);
  }
  for (const [member = 0, , kibibytes = 0] of rows) if (members.has(member)) memoryBytes += kibibytes * 1024;
  return { processes: members.size, memoryBytes };
}

/**
 * Ends everything whose environment has this mark, or one below it (`mark/...`), until nothing is left: what is born
 * meanwhile has it too.
 */
export async function killMarked(mark: string): Promise<void> {
  const maxRounds = 100;
  for (let round = 0; round < maxRounds; round += 1) {
    const found = await findMarked(mark);
    if (found.length === 0) return;
    // Stopped first: what runs could start others while its kin are being ended.
    for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const pid of found) sendSignal(pid, signal);
  }
}

/** A process that leads a group, and all of the group; on Windows, all that it started. */
export function killTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => {});
    return;
  }
  // The group first: the leader's number is free for others once it is reaped.
  sendSignal(-pid, 'SIGKILL');
  if (child.exitCode === null && child.signalCode === null) sendSignal(pid, 'SIGKILL');
}

export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, or another user's.
  }
}

async function findMarked(mark: string): Promise<number[]> {
  const text = `${markVariable}=${mark}`;
  const isMarked = (entry: string): boolean => entry === text || entry.startsWith(`${text}/`);
  if (process.platform !== 'linux') return findMarkedByPs(isMarked);
  const found: number[] = [];
  for (const name of await readdir('/proc').catch(() => [])) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (environment.split('\0').some(isMarked)) found.push(pid);
  }
  return found;
}

/** `ps -E` shows the environment of the user's own processes, behind their arguments. */
async function findMarkedByPs(isMarked: (entry: string) => boolean): Promise<number[]> {
  const output = await runPs(['-axEww', '-o', 'pid=,command=']);
  return output
    .split('\n')
    .filter((line) => line.split(' ').some(isMarked))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}

async function listByPs(options: readonly string[]): Promise<number[][]> {
  const output = await runPs(options);
  return output.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
}

function runPs(options: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const maxBuffer = 64 * 1024 * 1024;
    execFile('ps', [...options], { maxBuffer }, (_error, stdout) => resolve(stdout));
  });
}
