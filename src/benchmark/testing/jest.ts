import { parseJestReport } from './jestReport.ts';
import { launchedByNode } from './launchedByNode.ts';
import type { TestRunner } from './testRunner.ts';

/** jest 24 to 30, in one process: the sandbox bounds it as a whole. */
export const jest: TestRunner = {
  id: 'jest',
  command: (request) =>
    launchedByNode('jest', request, [
      ...request.setup.options,
      '--json',
      '--outputFile={report}',
      '--runInBand',
      '--no-watchman',
      '--coverage=false',
      '--ci',
      '--runTestsByPath',
      ...request.files,
    ]),
  parse: parseJestReport,
};
