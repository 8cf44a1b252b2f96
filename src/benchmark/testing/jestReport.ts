/** The JSON report of jest (`--json`, versions 24 to 30), which vitest's (versions 1 to 4) follows. */
import * as z from 'zod';
import type { TestCase } from '../workshop.ts';
import { nameTests, type ReportedTest, testFileOf } from './testNames.ts';
import type { ReportContext } from './testRunner.ts';

const assertionSchema = z.object({
  ancestorTitles: z.array(z.string()),
  title: z.string(),
  /** `pending`, `skipped`, `todo` and `disabled` are all tests that did not run. */
  status: z.string(),
  duration: z.number().nullish(),
});

const reportSchema = z.object({
  testResults: z.array(z.object({ name: z.string(), status: z.string(), assertionResults: z.array(assertionSchema) })),
});

export function parseJestReport(report: string, { files }: ReportContext): readonly TestCase[] | undefined {
  const parsed = reportSchema.safeParse(parseJson(report));
  if (!parsed.success) return undefined;
  const tests = parsed.data.testResults.flatMap(({ name, status, assertionResults }): ReportedTest[] => {
    const file = testFileOf(name, files);
    if (file === undefined) return [];
    // The file could not be loaded: its tests are missing, and this says why.
    if (assertionResults.length === 0 && status === 'failed') {
      return [{ file, names: [], status: 'failed', durationMs: undefined }];
    }
    return assertionResults.map((test) => ({
      file,
      names: [...test.ancestorTitles.filter((title) => title !== ''), test.title],
      status: test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped',
      durationMs: test.duration ?? undefined,
    }));
  });
  return nameTests(tests);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
