import { launchedByNode } from './launchedByNode.ts';
import { parseReportLines } from './reportLines.ts';
import { nodeTestReporter } from './support/nodeTestReporter.ts';
import type { TestRunner } from './testRunner.ts';

/** The test runner of Node 20 and later. */
export const nodeTest: TestRunner = {
  id: 'node-test',
  command: (request) => {
    const command = launchedByNode('node', request, [
      '--test',
      ...request.setup.options,
      '--test-reporter={url}/nodeTestReporter.mjs',
      '--test-reporter-destination={report}',
      ...request.files,
    ]);
    return { ...command, support: [...command.support, { name: 'nodeTestReporter.mjs', text: nodeTestReporter }] };
  },
  parse: parseReportLines,
};
