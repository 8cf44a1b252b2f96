/** The program `parity-bench`: the benchmark for CI systems and for people without the editor. `--help` says how. */
import type { Log } from '../../base/log.ts';
import { runCommandLine } from './runCommandLine.ts';
import { exitCodes } from './exitCode.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
const interruption = new AbortController();

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
    terminal.note('Stopping. What is finished is kept.');
    interruption.abort();
  });
}
// Whoever reads the output has gone: nothing is left to say to them.
process.stdout.on('error', () => {});

const log: Log = {
  debug() {},
  info() {},
  warn: (message) => terminal.note(`warning: ${message}`),
  error: (message, error) => terminal.note(`error: ${message}${error instanceof Error ? ` (${error.message})` : ''}`),
};

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  { terminal, environment: process.env, log },
  interruption.signal,
);
