import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { silentLog } from '../../src/base/log.ts';
import { forkWorker } from '../../src/process/forkWorker.ts';
import type { InfillRequest, LoadProgress, LoadRequest } from '../../src/engine/engine.ts';
import { dialogueRequest } from './conversation.ts';
import { codeOfLength } from './corpus.ts';

/** Milliseconds of each stage, in order. */
export interface WorkerStart {
  /** From the fork until the worker answers: Node, and the modules. */
  readonly modulesMs: number;
  /** Checking the file and starting the engine. */
  readonly engineMs: number;
  readonly weightsMs: number;
  readonly contextsMs: number;
  readonly totalMs: number;
}

/** Resident bytes of the worker. `undefined` where there is no /proc. */
export interface WorkerMemory {
  readonly modules: number | undefined;
  readonly weights: number | undefined;
  /** With the context for completions and the one for the chat. */
  readonly contexts: number | undefined;
  /** After two completions and two answers, on prompts of a thousand tokens and more. */
  readonly used: number | undefined;
  readonly peak: number | undefined;
}

export async function bareNodeMs(): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - started;
}

/**
 * One start of the worker at `workerPath`, as the extension does it: the call to load is sent before it answers. `isUsed`:
 * with the model loaded, it also completes and answers, twice.
 */
export async function measureWorker(
  workerPath: string,
  request: LoadRequest,
  isUsed: boolean,
): Promise<{ start: WorkerStart; memory: WorkerMemory }> {
  const forked = performance.now();
  const channel = forkWorker(workerPath, silentLog);
  const reached = new Map<LoadProgress['stage'] | 'ready', { atMs: number; bytes: number | undefined }>();
  const reach = (stage: LoadProgress['stage'] | 'ready'): void => {
    if (reached.has(stage)) return;
    reached.set(stage, { atMs: performance.now() - forked, bytes: residentBytes(channel.pid, 'VmRSS') });
  };
  let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  channel.onMessage((message) => {
    if (message.kind === 'ready') reach('ready');
    else if (message.kind === 'event' && message.id === 1) reach((message.event as LoadProgress).stage);
    else if (message.kind === 'done') settle?.resolve();
    else if (message.kind === 'failed') settle?.reject(new Error(message.error.message));
  });
  channel.onEnd(({ exitCode, signal }) => settle?.reject(new Error(`The worker ended: ${exitCode ?? signal}`)));
  const call = (id: number, method: 'load' | 'infill' | 'reply', params: unknown): Promise<void> =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      channel.post({ kind: 'call', id, method, params });
    });
  try {
    await call(1, 'load', request);
    const totalMs = performance.now() - forked;
    const contexts = residentBytes(channel.pid, 'VmRSS');
    if (isUsed) {
      for (const id of [2, 4]) {
        await call(id, 'infill', infill);
        await call(id + 1, 'reply', { ...dialogueRequest, messages: [{ role: 'user', text: codeOfLength(2_400) }] });
      }
    }
    const at = (stage: LoadProgress['stage'] | 'ready'): number => reached.get(stage)?.atMs ?? Number.NaN;
    return {
      start: {
        modulesMs: at('ready'),
        engineMs: at('weights') - at('ready'),
        weightsMs: at('contexts') - at('weights'),
        contextsMs: totalMs - at('contexts'),
        totalMs,
      },
      memory: {
        modules: reached.get('ready')?.bytes,
        weights: reached.get('contexts')?.bytes,
        contexts,
        used: residentBytes(channel.pid, 'VmRSS'),
        peak: residentBytes(channel.pid, 'VmHWM'),
      },
    };
  } finally {
    settle = undefined;
    const ended = new Promise<void>((resolve) => void channel.onEnd(() => resolve()));
    channel.close();
    await ended;
  }
}

const infill: InfillRequest = {
  repository: 'bench',
  contextFiles: [],
  path: 'bench.ts',
  prefix: codeOfLength(3_700),
  suffix: '\n',
  stop: { kind: 'line' },
  maxTokens: 8,
};

/** Linux only; see proc(5). */
function residentBytes(pid: number | undefined, field: 'VmRSS' | 'VmHWM'): number | undefined {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return undefined;
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(path, 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
