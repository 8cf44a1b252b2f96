import type { ResultOutcome, TaskResult } from '../result.ts';
import type { TestPlan } from '../task.ts';
import type { TestRun } from '../workshop.ts';

export interface Verdict {
  readonly outcome: ResultOutcome;
  /** Absent: no test ran, for no fault of the code. */
  readonly tests?: NonNullable<TaskResult['tests']>;
}

const mostNamed = 3;

/** What a run of a task's tests says. Every test of the plan must have passed; others do not count. */
export function judgeRun(plan: Pick<TestPlan, 'failToPass' | 'passToPass'>, run: TestRun): Verdict {
  const expected = [...plan.failToPass, ...plan.passToPass];
  if (run.kind === 'broken') return judgeBroken(run, expected);
  const status = new Map(run.cases.map((test) => [test.name, test.status]));
  const missing = expected.filter((name) => !status.has(name));
  // A test that is skipped now has been taken out of the way.
  const failed = expected.filter((name) => status.has(name) && status.get(name) !== 'passed');
  const passed = expected.length - missing.length - failed.length;
  const tests = { passed, failed, missing, durationMs: run.durationMs };
  if (passed === expected.length) return { outcome: { kind: 'solved' }, tests };
  const named = [...failed, ...missing.map((name) => `${name} (missing)`)];
  const more = named.length > mostNamed ? ` and ${named.length - mostNamed} more` : '';
  const detail = `${named.slice(0, mostNamed).join('; ')}${more}`;
  return { outcome: { kind: 'failed', reason: 'tests-failed', detail }, tests };
}

function judgeBroken(
  { cause, durationMs, output }: TestRun & { kind: 'broken' },
  expected: readonly string[],
): Verdict {
  const tests = { passed: 0, failed: [], missing: expected, durationMs };
  const failed = (reason: 'tests-failed' | 'tests-timed-out', detail: string): Verdict => ({
    outcome: { kind: 'failed', reason, detail },
    tests: { ...tests, missing: [...expected] },
  });
  switch (cause) {
    case 'not-started':
      return { outcome: { kind: 'infrastructure', code: 'tests-not-started', detail: output.slice(0, 500) } };
    case 'timed-out':
      return failed('tests-timed-out', `the tests did not end within ${Math.round(durationMs / 1000)} s`);
    case 'too-much-output':
      return failed('tests-failed', 'the tests wrote more than a run may');
    case 'no-report':
      return failed('tests-failed', 'the test runner ended without a report');
    case 'no-tests':
      return failed('tests-failed', 'the test runner found no tests');
  }
}
