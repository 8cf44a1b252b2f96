/** The report of our own reporters: one JSON value a line, of one test each. */
import * as z from 'zod';
import type { TestCase } from '../workshop.ts';
import { nameTests, type ReportedTest, testFileOf } from './testNames.ts';
import type { ReportContext } from './testRunner.ts';

const lineSchema = z.object({
  file: z.string(),
  /** Empty: the file as a whole, which could not be loaded or has no tests of its own. */
  names: z.array(z.string()),
  status: z.enum(['passed', 'failed', 'skipped']),
  ms: z.number().min(0).optional(),
});
const endSchema = z.object({ end: z.literal(true) });

/** `undefined`: the report has no end, so the runner did not get there. Lines that are no tests are left out. */
export function parseReportLines(report: string, { files }: ReportContext): readonly TestCase[] | undefined {
  const tests: ReportedTest[] = [];
  let hasEnd = false;
  for (const line of report.split('\n')) {
    const value = parseJson(line);
    if (endSchema.safeParse(value).success) hasEnd = true;
    const test = lineSchema.safeParse(value);
    const file = test.success ? testFileOf(test.data.file, files) : undefined;
    if (!test.success || file === undefined) continue;
    tests.push({ file, names: test.data.names, status: test.data.status, durationMs: test.data.ms });
  }
  return hasEnd ? nameTests(tests) : undefined;
}

function parseJson(line: string): unknown {
  try {
    return line === '' ? undefined : JSON.parse(line);
  } catch {
    return undefined;
  }
}
