import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { VscodeServer } from '../vscode/server.ts';

/** Process id of the real engine that this server's window runs; undefined when there is none, or more than one. */
export function workerProcess({ extensions }: VscodeServer): number | undefined {
  const processes = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const workers = processes.filter(
    (line) => line.includes(join(extensions, 'parity.parity-')) && line.includes(workerModule),
  );
  return workers.length === 1 ? Number.parseInt(workers[0] ?? '', 10) : undefined;
}

const workerModule = join('dist', 'worker.mjs');
