/** The command line as it is installed: built into a folder of its own, with the model that comes with it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../../src/build/projectRoot.ts';

const home = join(projectRoot, 'out/parity-bench');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when its standard error has this text; rejects when it ends before. */
  says(text: string): Promise<void>;
}

export async function buildProgram(): Promise<void> {
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await symlink(join(projectRoot, 'media'), join(home, 'media'), 'dir');
  const outdir = relative(projectRoot, join(home, 'dist'));
  await promisify(execFile)(process.execPath, ['esbuild.mjs', `--outdir=${outdir}`], { cwd: projectRoot });
}

/** `environment`: beside our own. */
export function startProgram(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [join(home, 'dist/parity-bench.js'), ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (stderr.includes(text)) resolve();
        };
        child.stderr.on('data', look);
        look();
        child.on('close', () => reject(new Error(`it ended without "${text}":\n${stderr}`)));
      }),
  };
}
