import { launchedByNode } from './launchedByNode.ts';
import { parseReportLines } from './reportLines.ts';
import { mochaReporter } from './support/mochaReporter.ts';
import type { TestRunner } from './testRunner.ts';

/**
 * mocha 8 to 11, with a reporter of our own: mocha's JSON names no suites, and before version 9.2 goes to the standard
 * output, among what the tests print.
 */
export const mocha: TestRunner = {
  id: 'mocha',
  command: (request) => {
    const command = launchedByNode('mocha', request, [
      ...request.setup.options,
      '--reporter={support}/mochaReporter.cjs',
      '--no-parallel',
      ...request.files,
    ]);
    return {
      ...command,
      // mocha adds the files of its configuration to the ones it is given.
      environment: { ...command.environment, PARITY_TEST_FILES: JSON.stringify(request.files) },
      support: [...command.support, { name: 'mochaReporter.cjs', text: mochaReporter }],
    };
  },
  parse: parseReportLines,
};
