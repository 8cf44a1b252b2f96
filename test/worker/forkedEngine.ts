import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { forkWorker } from '../../src/process/forkWorker.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Channel } from '../../src/engine/channel.ts';
import type { HostMessage, WorkerMessage } from '../../src/engine/protocol.ts';
import { superviseEngine } from '../../src/engine/superviseEngine.ts';
import type { SupervisedEngine } from '../../src/engine/supervisedEngine.ts';
import { createHurriedClock } from '../hurriedClock.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the worker as it ships, but unminified and beside the repository's own node_modules. */
export async function buildWorker(): Promise<string> {
  const outfile = join(root, 'out', 'test', 'worker.mjs');
  await esbuild.build({
    entryPoints: [join(root, 'src', 'worker', 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['node-llama-cpp'],
    logLevel: 'warning',
  });
  return outfile;
}

export interface ForkedEngine {
  readonly engine: SupervisedEngine;
  /** Process ids of every worker that was started, oldest first. */
  readonly pids: readonly number[];
  /** SIGKILL to the newest one. */
  kill(): void;
}

/** The real worker in real processes, as the extension starts them. */
export function forkedEngine(workerPath: string): ForkedEngine {
  const pids: number[] = [];
  const start = (): Channel<HostMessage, WorkerMessage> => {
    const channel = forkWorker(workerPath, silentLog);
    pids.push(channel.pid ?? -1);
    return channel;
  };
  return {
    engine: superviseEngine({
      start: async () => start(),
      clock: createHurriedClock(100),
      idleMinutes: () => 0,
      log: silentLog,
    }),
    pids,
    kill() {
      const pid = pids.at(-1);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
  };
}
