import { launchedByPython } from './launchedByPython.ts';
import { parseReportLines } from './reportLines.ts';
import { unittestLauncher } from './support/unittestLauncher.ts';
import type { TestRunner } from './testRunner.ts';

/** The standard library's unittest, Python 3.8 and later. */
export const unittest: TestRunner = {
  id: 'unittest',
  command: (request) => launchedByPython(unittestLauncher, request),
  parse: parseReportLines,
};
