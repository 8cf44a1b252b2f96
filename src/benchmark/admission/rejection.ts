/** Why a candidate becomes no task. */
export const rejectionReasons = [
  /** No test file is known that calls the code in question. */
  'no-covering-tests',
  /** No known test runner takes the test files. */
  'no-test-runner',
  /** The runner is not installed here, or the sandbox could not start it. */
  'tests-not-started',
  /** With the true change, in one of three runs, no report came. */
  'gold-without-report',
  'gold-timed-out',
  /** With the true change no test passes, in all of three runs alike. */
  'gold-fails',
  /** With the true change no test passes in all of three runs, but some do in one. */
  'gold-flaky',
  /** Without the true change all tests pass as well. */
  'tests-do-not-notice',
  /** The only tests that tell are not to be relied on. */
  'only-flaky-tests-notice',
  /** An answer that changes nothing would be a solution. */
  'noop-passes',
  /** The commit or folder is not there any more. */
  'base-missing',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];
