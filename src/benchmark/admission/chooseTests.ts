import type { CallMap } from '../coverage/callMap.ts';
import type { StateTests } from '../grading/runState.ts';
import type { Candidate } from '../candidate.ts';
import type { TestSuite } from '../testing/runnerSetup.ts';
import type { RejectionReason } from './rejection.ts';

/** A test file that coverage knows nothing of is not worth more of them. */
const mostFiles = 4;

export interface TestSources {
  /** Of the base with the candidate's hidden files on it: `detectSuites` of those paths. */
  readonly suites: readonly TestSuite[];
  readonly calls: CallMap;
}

/**
 * The test files that are to decide, all of one suite, as one run has one runner. Coverage goes before names: a file
 * that is measured to call the function decides, the fastest first. Hidden tests decide by themselves.
 */
export function chooseTests(
  { draft, relatedTests, functionName }: Candidate,
  { suites, calls }: TestSources,
): Omit<StateTests, 'timeoutMs'> | RejectionReason {
  const suiteOf = (file: string): TestSuite | undefined => suites.find(({ files }) => files.includes(file));
  const name = functionName ?? (draft.family === 'body' ? draft.functionName : undefined);
  const covering = name === undefined ? calls.callersOf(draft.path) : calls.callers(draft.path, name);
  const hidden = draft.family === 'replay' ? draft.hidden.filter(({ text }) => text !== null) : [];
  const wanted =
    hidden.length > 0
      ? hidden.map(({ path }) => path).filter((path) => suiteOf(path) !== undefined)
      : [...covering.map(({ file }) => file), ...(covering.length > 0 ? [] : relatedTests)];
  const [first] = wanted;
  if (first === undefined) return hidden.length > 0 ? 'no-test-runner' : 'no-covering-tests';
  const suite = suiteOf(first);
  if (suite === undefined) return 'no-test-runner';
  const { runner, directory } = suite;
  const files = wanted.filter((file) => suite.files.includes(file)).slice(0, hidden.length > 0 ? undefined : mostFiles);
  return { runner, directory, files };
}
