import type { TaskBase, TestPlan } from '../task.ts';

/** Where an imported Python problem and its test lie in its copy. */
export const solutionPath = 'solution.py';
const testPath = 'test_solution.py';

/**
 * The files of a problem that comes as a program and a `check(candidate)`: the program, and a unittest around the check.
 * The check sees the program's names as if it stood below it, for that is how the sets were made: some checks use helpers
 * of the prompt.
 */
export function solutionFiles(
  program: string,
  check: string,
  entryPoint: string,
): Extract<TaskBase, { kind: 'files' }> {
  const test = `import unittest

import solution

globals().update({name: value for name, value in vars(solution).items() if not name.startswith("__")})

${check.trim()}


class SolutionTest(unittest.TestCase):
    def test_check(self):
        check(solution.${entryPoint})
`;
  return {
    kind: 'files',
    files: [
      { path: solutionPath, text: program },
      { path: testPath, text: test },
    ],
  };
}

export function solutionTests(): TestPlan {
  return {
    runner: 'unittest',
    directory: '.',
    files: [testPath],
    failToPass: [`${testPath} > SolutionTest > test_check`],
    passToPass: [],
    timeoutMs: 60_000,
  };
}

/** As Python has it, without letters beyond ASCII. */
export const entryPointPattern = /^[A-Za-z_]\w{0,99}$/;
