import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import type { StepCount } from './testSteps.ts';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  success: z.boolean(),
});
const hostReport = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });

/**
 * What a step did, from its exit code and its report. A suite without a report, with no test that passed, or with a bad
 * exit code and no failure to show for it, counts as one failure: a crash is never silence.
 */
export function countTests(exitCode: number, count: StepCount, reports: string): TestCounts {
  switch (count.kind) {
    case 'exit-code':
      return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
    case 'preparation':
      return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
    case 'vitest':
    case 'host': {
      const counts = readReport(`${reports}/${count.report}`, count.kind);
      const isSuspicious = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
      return isSuspicious ? { ...counts, failed: 1 } : counts;
    }
  }
}

function readReport(path: string, kind: 'vitest' | 'host'): TestCounts {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (kind === 'host') return hostReport.parse(content);
  const report = vitestReport.parse(content);
  return {
    passed: report.numPassedTests,
    // A file that does not load has no tests to fail.
    failed: Math.max(report.numFailedTests, report.success ? 0 : 1),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
