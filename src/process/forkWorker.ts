import { type ChildProcess, fork } from 'node:child_process';
import { toDisposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { Channel, ChannelEnd } from '../engine/channel.ts';
import type { HostMessage, WorkerMessage } from '../engine/protocol.ts';

export interface WorkerProcess {
  /** Undefined when the process could not be started. */
  readonly pid: number | undefined;
}

/** A worker that was asked to end and has not after this long is killed. */
const graceMs = 2_000;

/**
 * Forks the engine's process from `modulePath` (an ES module) and returns the channel to it. Works from plain Node and
 * from Electron, whose executable runs as Node only with ELECTRON_RUN_AS_NODE. The process ends when the channel is
 * closed or this process goes away.
 */
export function forkWorker(modulePath: string, log: Log): Channel<HostMessage, WorkerMessage> & WorkerProcess {
  const child = fork(modulePath, [], {
    // Inspector flags of the extension host must not reach the worker: it would fight for the same port.
    execArgv: [],
    env: workerEnvironment(process.env),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  logOutput(child, log);

  let listener: ((message: WorkerMessage) => void) | undefined;
  const early: WorkerMessage[] = [];
  child.on('message', (message) => {
    // Only a worker of the same build writes here; `ready` carries its version.
    const received = message as WorkerMessage;
    if (listener === undefined) early.push(received);
    else listener(received);
  });

  let end: ChannelEnd | undefined;
  const endListeners = new Set<(end: ChannelEnd) => void>();
  const ended = (how: ChannelEnd): void => {
    if (end !== undefined) return;
    end = how;
    for (const notify of endListeners) notify(how);
    endListeners.clear();
  };
  child.on('exit', (exitCode, signal) => ended({ exitCode, signal }));
  child.on('error', (error) => {
    log.error('engine process failed to start', error);
    if (child.pid === undefined) ended({ exitCode: null, signal: null });
  });

  return {
    pid: child.pid,
    post(message) {
      if (child.connected) child.send(message, () => {});
    },
    onMessage(next) {
      listener = next;
      for (const message of early.splice(0)) next(message);
      return toDisposable(() => {
        if (listener === next) listener = undefined;
      });
    },
    onEnd(notify) {
      if (end !== undefined) notify(end);
      else endListeners.add(notify);
      return toDisposable(() => endListeners.delete(notify));
    },
    close() {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      timer.unref();
      child.once('exit', () => clearTimeout(timer));
    },
  };
}

/**
 * From this size on, in bytes, glibc gives back what is freed at once. Left alone it raises its own limit to 32 MiB as soon as
 * something large is freed, and may keep recurrent states that were saved and dropped, of 20 MB each for the smallest
 * Qwen 3.5, for as long as the process lives. Measured in November 2026 on that shape (Q4_0, context of 8,192) after four
 * completions and four answers: 1,350 and 1,351 MB in use with the limit, 1,422 and 1,580 MB without. New pages cost time in
 * a loop of nothing else, but a keystroke on that shape takes as long with as without: 0.98 to 1.00 of it in paired runs. It
 * has no meaning for other systems' libraries.
 */
const returnedFromBytes = 1_000_000;

/** The editor's own variables and Node's options stay here; the worker needs the system's, such as PATH and HOME. */
export function workerEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  // Without the last one, an assertion that fails in llama.cpp starts a debugger for a stack trace.
  const memory = { MALLOC_MMAP_THRESHOLD_: String(returnedFromBytes) };
  return { ...memory, ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1', GGML_NO_BACKTRACE: '1' };
}

function logOutput(child: ChildProcess, log: Log): void {
  child.stdout?.setEncoding('utf8').on('data', (text: string) => log.debug(`worker stdout: ${text.trimEnd()}`));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => log.warn(`worker stderr: ${text.trimEnd()}`));
}
