import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { VscodeServer } from '../vscode/server.ts';

/** Process id of the real engine that this server's window runs; undefined when there is none, or more than one. */
export function workerProcess(server: VscodeServer): number | undefined {
  const workers = workerProcesses(server);
  return workers.length === 1 ? workers[0] : undefined;
}

/** Process ids of the real engines of all windows of this server. */
export function workerProcesses({ extensions }: VscodeServer): readonly number[] {
  return runningProcesses()
    .filter(({ line }) => line.includes(join(extensions, 'parity.parity-')) && line.includes(workerModule))
    .map(({ pid }) => pid);
}

/** Process ids of the extension hosts of this server, one for each window. */
export function extensionHosts({ group }: VscodeServer): readonly number[] {
  return runningProcesses()
    .filter((running) => running.group === group && running.line.includes('--type=extensionHost'))
    .map(({ pid }) => pid);
}

const workerModule = join('dist', 'worker.mjs');

function runningProcesses(): readonly { readonly pid: number; readonly group: number; readonly line: string }[] {
  const processes = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,pgid=,args='], { encoding: 'utf8' });
  return processes.split('\n').map((line) => {
    const [pid = 0, group = 0] = line.trim().split(/\s+/, 2).map(Number);
    return { pid, group, line };
  });
}
