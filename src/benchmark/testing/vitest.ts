import { parseJestReport } from './jestReport.ts';
import { launchedByNode } from './launchedByNode.ts';
import type { TestRunner } from './testRunner.ts';

/** vitest 1 to 4. Names of files narrow its run down by substring: what else they match is not in the plan and not read. */
export const vitest: TestRunner = {
  id: 'vitest',
  command: (request) =>
    launchedByNode('vitest', request, [
      'run',
      ...request.setup.options,
      // For people, and for us.
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json={report}',
      '--watch=false',
      // Threads end without a chance to write down what was called.
      ...(request.isTraced ? ['--pool=forks'] : []),
      ...request.files,
    ]),
  parse: parseJestReport,
};
