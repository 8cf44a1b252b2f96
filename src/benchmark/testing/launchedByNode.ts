import { launcher } from './support/nodeLauncher.ts';
import { tracer } from './support/nodeTracer.ts';
import type { RunnerCommand, RunnerRequest } from './testRunner.ts';

/**
 * A runner of `node_modules`, or Node itself, started by our launcher: it finds the runner's own file, so that no shim of
 * any platform and no script of the package runs, and it knows where the copy lies. In `words`, `{report}`, `{support}`
 * and `{url}` (of the support folder) stand for what only it knows.
 */
export function launchedByNode(name: string, request: RunnerRequest, words: readonly string[]): RunnerCommand {
  const { setup, support, isTraced } = request;
  return {
    argv: ['node', `${support}/launch.mjs`, name, isTraced ? 'trace' : 'run', ...words],
    environment: { CI: 'true', NO_COLOR: '1', ...setup.environment },
    support: [{ name: 'launch.mjs', text: launcher }, ...(isTraced ? [{ name: 'trace.cjs', text: tracer }] : [])],
  };
}
