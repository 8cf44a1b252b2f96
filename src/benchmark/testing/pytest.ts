import { launchedByPython } from './launchedByPython.ts';
import { parseReportLines } from './reportLines.ts';
import { pytestLauncher } from './support/pytestLauncher.ts';
import type { TestRunner } from './testRunner.ts';

/** pytest 6 and later, with a plug-in of our own: its XML report names neither files nor classes without doubt. */
export const pytest: TestRunner = {
  id: 'pytest',
  command: (request) => launchedByPython(pytestLauncher, request),
  parse: parseReportLines,
};
