import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { abortError, throwIfAborted } from '../base/appError.ts';
import type { GpuBackend } from '../engine/localPlace.ts';
import type { GpuTrial, TriedGpu } from './chooseGpu.ts';

/** A card that compiles its programs for the first time takes a while. */
const patienceSeconds = 60;

/** What the program at the other end sends, once. */
export type GpuTrialReport =
  { readonly kind: 'works'; readonly gpu: TriedGpu } | { readonly kind: 'refused'; readonly detail: string };

/**
 * Runs `modulePath` (see tryGpu.ts) on `backend` in a process of its own, so that a driver that crashes takes that
 * process and not the engine. Without such a module nothing is known against the GPU.
 */
export async function runGpuTrial(
  modulePath: string,
  backend: GpuBackend,
  signal: AbortSignal,
  seconds = patienceSeconds,
): Promise<GpuTrial> {
  throwIfAborted(signal);
  if (!existsSync(modulePath)) return { kind: 'works' };
  return new Promise((resolve, reject) => {
    const child = fork(modulePath, [backend], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    let report: GpuTrialReport | undefined;
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      child.kill('SIGKILL');
      act();
    };
    const giveUp = (): void => settle(() => reject(abortError()));
    const timer = setTimeout(() => settle(() => resolve({ kind: 'timed-out', seconds })), seconds * 1000);
    signal.addEventListener('abort', giveUp, { once: true });
    child.on('message', (message) => {
      // Only the program of the same build writes here.
      report = message as GpuTrialReport;
    });
    child.on('error', (error) => settle(() => resolve({ kind: 'failed-its-test', detail: error.message })));
    child.on('exit', (exitCode, exitSignal) =>
      settle(() => resolve(exitCode === 0 && report !== undefined ? outcome(report) : crashed(exitCode, exitSignal))),
    );
  });
}

function outcome(report: GpuTrialReport): GpuTrial {
  return report.kind === 'works' ? report : { kind: 'failed-its-test', detail: report.detail };
}

function crashed(exitCode: number | null, signal: string | null): GpuTrial {
  return { kind: 'crashed', exitCode, signal };
}
