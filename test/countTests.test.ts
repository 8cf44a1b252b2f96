import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countTests } from './countTests.ts';

describe('countTests', () => {
  let reports: string;
  beforeEach(() => {
    reports = mkdtempSync(join(tmpdir(), 'parity-reports-'));
  });
  afterEach(() => rmSync(reports, { recursive: true }));

  const unit = { kind: 'vitest', report: 'unit.json' } as const;
  const host = { kind: 'host', report: 'host.json' } as const;
  const write = (name: string, report: unknown): void => writeFileSync(join(reports, name), JSON.stringify(report));
  const vitest = (counts: object): object => ({
    ...{ numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 0, numPendingTests: 0, numTodoTests: 0 },
    ...{ success: true },
    ...counts,
  });

  it('counts a check as one test', () => {
    expect(countTests(0, { kind: 'exit-code' }, reports)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(countTests(2, { kind: 'exit-code' }, reports)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a preparation only when it failed', () => {
    expect(countTests(0, { kind: 'preparation' }, reports)).toEqual({ passed: 0, failed: 0, skipped: 0 });
    expect(countTests(1, { kind: 'preparation' }, reports)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('takes the numbers of a suite from its report', () => {
    write(
      'unit.json',
      vitest({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1, success: false }),
    );
    expect(countTests(1, unit, reports)).toEqual({ passed: 5, failed: 2, skipped: 2 });
    write('host.json', { passed: 3, failed: 0, skipped: 1 });
    expect(countTests(0, host, reports)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });

  it.each([
    ['left no report', undefined, 0],
    ['ran no test', vitest({}), 0],
    ['has a file that did not load', vitest({ numPassedTests: 5, numFailedTestSuites: 1, success: false }), 0],
    ['crashed after its tests', vitest({ numPassedTests: 5 }), 134],
  ])('counts a failure for a suite that %s', (_, report, exitCode) => {
    if (report !== undefined) write('unit.json', report);
    expect(countTests(exitCode, unit, reports).failed).toBe(1);
  });
});
