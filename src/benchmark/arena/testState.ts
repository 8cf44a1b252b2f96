import { isProtected } from '../grading/protectedFiles.ts';
import type { FileEdit, TaskBase } from '../task.ts';
import type { TestSuite } from '../testing/runnerSetup.ts';
import { runTests } from '../testing/runTests.ts';
import type { TestRun, Workshop } from '../workshop.ts';

/** What a repository's own tests say of one state of it. */
export interface StateVerdict {
  /** Names of tests, each unique within all suites. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** Suites without a verdict, and why. */
  readonly broken: readonly { readonly suite: string; readonly cause: (TestRun & { kind: 'broken' })['cause'] }[];
  /** Head and tail of what the runners wrote. */
  readonly output: string;
  readonly durationMs: number;
}

export interface StateRequest {
  readonly base: TaskBase;
  readonly state: readonly FileEdit[];
  readonly suites: readonly TestSuite[];
  /** For each suite. */
  readonly timeoutMs: number;
}

/** Runs all suites in one fresh copy of the state. */
export async function testState(
  workshop: Workshop,
  { base, state, suites, timeoutMs }: StateRequest,
  signal: AbortSignal,
): Promise<StateVerdict> {
  const passed: string[] = [];
  const failed: string[] = [];
  const broken: { suite: string; cause: (TestRun & { kind: 'broken' })['cause'] }[] = [];
  const outputs: string[] = [];
  let durationMs = 0;
  const copy = await workshop.open(base, state, signal);
  try {
    for (const suite of suites) {
      const name = suite.directory === '.' ? suite.runner : `${suite.directory} (${suite.runner})`;
      const run = await runTests(copy, { setup: suite, files: suite.files, timeoutMs }, signal);
      durationMs += run.durationMs;
      outputs.push(run.output);
      if (run.kind === 'broken') {
        broken.push({ suite: name, cause: run.cause });
        continue;
      }
      for (const test of run.cases) {
        const full = suites.length === 1 ? test.name : `${name}: ${test.name}`;
        if (test.status === 'passed') passed.push(full);
        else if (test.status === 'failed') failed.push(full);
      }
    }
    return { passed, failed, broken, output: outputs.join('\n'), durationMs };
  } finally {
    await copy.dispose();
  }
}

/** An answer without its changes to tests and to what configures them: so the tests are the ones that were there. */
export function withoutTests(edits: readonly FileEdit[]): readonly FileEdit[] {
  return edits.filter(({ path }) => !isProtected(path));
}
