import { spawn } from 'node:child_process';
import { throwIfAborted } from '../base/appError.ts';

export interface RipgrepRequest {
  readonly program: string;
  /** The directory that paths in the output are relative to. */
  readonly folder: string;
  readonly arguments: readonly string[];
}

export interface RipgrepEnd {
  /** Null when it was stopped early. */
  readonly exitCode: number | null;
  readonly complaint: string;
}

const maxComplaintCharacters = 2_000;

/**
 * Runs ripgrep without a shell and hands over its output line by line until `onLine` answers `enough`. Rejects when the
 * program cannot be started.
 */
export async function ripgrep(
  request: RipgrepRequest,
  onLine: (line: string) => 'more' | 'enough',
  signal: AbortSignal,
): Promise<RipgrepEnd> {
  throwIfAborted(signal);
  const child = spawn(request.program, ['--no-config', ...request.arguments], {
    cwd: request.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const stop = (): void => void child.kill();
  signal.addEventListener('abort', stop, { once: true });
  try {
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, maxComplaintCharacters);
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
      let rest = '';
      let isEnough = false;
      // Not node:readline, which also ends lines where a JSON text may go on (U+2028).
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (isEnough) return;
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        try {
          isEnough = lines.some((line) => onLine(line) === 'enough');
        } catch (error) {
          isEnough = true;
          reject(error);
        }
        if (isEnough) stop();
      });
    });
    throwIfAborted(signal);
    return { exitCode, complaint };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
