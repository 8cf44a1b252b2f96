import type { TestRunnerId } from '../task.ts';

/** How one test runner is started in one folder of a project. */
export interface RunnerSetup {
  readonly runner: TestRunnerId;
  /** `.` or the folder of the package. */
  readonly directory: string;
  /** From the package's script, as far as they are known to be harmless to the report and needed by the code. */
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A setup and what it runs. */
export interface TestSuite extends RunnerSetup {
  /** Test files, relative to the repository, sorted. */
  readonly files: readonly string[];
}
