import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type LoadOutcome = 'works' | 'refused' | 'fatal';

/** Loads models in a process that may die of them; the next file gets a new one. */
export class ThrowawayLoader {
  #child: ChildProcess | undefined;

  async load(path: string): Promise<LoadOutcome> {
    const child = this.#child ?? (await this.#start());
    const outcome = new Promise<LoadOutcome>((resolve) => {
      child.once('message', (message) => resolve(message === 'works' ? 'works' : 'refused'));
      child.once('exit', () => {
        this.#child = undefined;
        resolve('fatal');
      });
    });
    child.send(path);
    try {
      return await outcome;
    } finally {
      child.removeAllListeners('message').removeAllListeners('exit');
    }
  }

  dispose(): void {
    this.#child?.kill('SIGKILL');
  }

  async #start(): Promise<ChildProcess> {
    const program = fileURLToPath(new URL('loadOneModel.mjs', import.meta.url));
    const child = fork(program, [], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Else a failed assertion of ggml first looks for a debugger to print its stack, for seconds.
      env: { ...process.env, GGML_NO_BACKTRACE: '1' },
    });
    this.#child = child;
    const [first] = await once(child, 'message');
    if (first !== 'ready') throw new Error(`unexpected first message ${String(first)}`);
    return child;
  }
}
