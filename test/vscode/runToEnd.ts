import { type GuardedOptions, startGuarded } from './guardedProcess.ts';

/** Runs a command and gives what it wrote. Rejects with its last lines when it fails. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: GuardedOptions = {},
): Promise<{ readonly output: string }> {
  const { child, ended } = startGuarded(command, args, options);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exitCode = await ended;
  if (exitCode === 0) return { output };
  const tail = output.trim().split('\n').slice(-20).join('\n');
  throw new Error(`${[command, ...args].join(' ')} ended with code ${exitCode}:\n${tail}`);
}
