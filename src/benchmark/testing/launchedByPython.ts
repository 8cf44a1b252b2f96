import { tracer } from './support/pythonTracer.ts';
import type { RunnerCommand, RunnerRequest } from './testRunner.ts';

/** A Python launcher of ours in the support folder, which gets the files and runs the tests in its own process. */
export function launchedByPython(launcher: string, request: RunnerRequest): RunnerCommand {
  const { setup, files, support, isTraced } = request;
  return {
    argv: ['python3', `${support}/launch.py`, isTraced ? 'trace' : 'run', ...files],
    environment: {
      CI: 'true',
      NO_COLOR: '1',
      // Sets come in the same order in every run; no bytecode of an earlier state is left behind.
      PYTHONHASHSEED: '0',
      PYTHONDONTWRITEBYTECODE: '1',
      ...setup.environment,
    },
    support: [{ name: 'launch.py', text: launcher }, ...(isTraced ? [{ name: 'parity_trace.py', text: tracer }] : [])],
  };
}
