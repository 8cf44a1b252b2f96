/**
 * One test runner: how it is started on some files and how its report reads.
 *
 * A run has a support folder of its own in the copy, with a name that nobody can guess: our launcher, reporter and
 * tracer go there, and the report comes from there. Reports are written when the tests have ended, so that a file
 * written there before is overwritten. What remains: code under test that looks at its parents' command lines, or
 * lists the copy's folder, can find the folder and write a report when its process exits. A report only names tests,
 * and all that a task expects must be in it: a forger would have to know their names too.
 */
import type { SandboxCommand, TestCase } from '../workshop.ts';
import type { TestRunnerId } from '../task.ts';
import type { RunnerSetup } from './runnerSetup.ts';

export interface TestRunner {
  readonly id: TestRunnerId;
  command(request: RunnerRequest): RunnerCommand;
  /** `undefined`: no report of this runner. */
  parse(report: string, context: ReportContext): readonly TestCase[] | undefined;
}

export interface RunnerRequest {
  readonly setup: RunnerSetup;
  /** Relative to the setup's folder. */
  readonly files: readonly string[];
  /** The support folder, relative to the setup's folder. */
  readonly support: string;
  /** Also writes down which functions are called. */
  readonly isTraced: boolean;
}

export interface RunnerCommand {
  readonly argv: SandboxCommand['argv'];
  readonly environment: Readonly<Record<string, string>>;
  /** Files of the support folder. */
  readonly support: readonly { readonly name: string; readonly text: string }[];
}

export interface ReportContext {
  /** The test files that were to run, relative to the repository. */
  readonly files: readonly string[];
}

/** In the support folder; launchers write the second one when the runner is there and starts. */
export const reportName = 'report.json';
export const startedName = 'started.txt';
