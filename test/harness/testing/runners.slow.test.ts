/**
 * Real runners on small projects: found, run, traced, and used to admit and to grade. vitest, jest and mocha are among our
 * packages, Node and unittest come with their languages, pytest is installed where that is allowed.
 */
import { describe, expect, it } from 'vitest';
import { admit } from '../../../src/benchmark/admission/admit.ts';
import type { Candidate, RepairDraft } from '../../../src/benchmark/candidate.ts';
import { callMap, type TestCalls } from '../../../src/benchmark/coverage/callMap.ts';
import { measureCalls } from '../../../src/benchmark/coverage/measureCalls.ts';
import { grade } from '../../../src/benchmark/grading/grade.ts';
import type { TestRunnerId } from '../../../src/benchmark/task.ts';
import { detectSuites } from '../../../src/benchmark/testing/detectSuites.ts';
import { runTests } from '../../../src/benchmark/testing/runTests.ts';
import type { TestSuite } from '../../../src/benchmark/testing/runnerSetup.ts';
import type { TestCase, Workshop } from '../../../src/benchmark/workshop.ts';
import { fixtureBase, fixtureWorkshop } from './fixtureWorkshop.ts';
import { pytestProblem, pythonProblem } from './pythonProblems.ts';

const signal = new AbortController().signal;

interface Fixture {
  readonly folder: string;
  readonly runner: TestRunnerId;
  readonly source: string;
  readonly tests: string;
  readonly unstable: string;
  /** Names behind the file, as far as they are told. */
  readonly names: readonly string[];
  readonly loadsBroken: boolean;
}

const scriptNames = [
  'counts',
  'words > calls and looks away',
  'words > clamps -1 to 0',
  'words > clamps 11 to 10',
  'words > clamps 5 to 5',
  'words > repeats',
  'words > repeats #2',
];
const fixtures: readonly Fixture[] = [
  {
    ...{ folder: 'vitest-typescript', runner: 'vitest', source: 'src/words.ts', names: scriptNames, loadsBroken: true },
    ...{ tests: 'test/words.test.ts', unstable: 'test/unstable.test.ts' },
  },
  {
    ...{ folder: 'jest-commonjs', runner: 'jest', source: 'lib/words.js', names: scriptNames, loadsBroken: true },
    ...{ tests: '__tests__/words.test.js', unstable: '__tests__/unstable.test.js' },
  },
  {
    ...{ folder: 'mocha-commonjs', runner: 'mocha', source: 'lib/words.js', names: scriptNames, loadsBroken: false },
    ...{ tests: 'test/words.spec.js', unstable: 'test/unstable.spec.js' },
  },
  {
    ...{
      folder: 'node-test-modules',
      runner: 'node-test',
      source: 'src/words.js',
      names: scriptNames,
      loadsBroken: true,
    },
    ...{ tests: 'test/words.test.js', unstable: 'test/unstable.test.js' },
  },
  {
    ...{ folder: 'pytest-package', runner: 'pytest', source: 'src/words/__init__.py', loadsBroken: true },
    ...{ tests: 'tests/test_words.py', unstable: 'tests/test_unstable.py' },
    names: [
      'TestWords > test_looks_away',
      'TestWords > test_repeats',
      ...['test_clamp[-1-0]', 'test_clamp[11-10]', 'test_clamp[5-5]', 'test_counts'],
    ],
  },
  {
    ...{ folder: 'unittest-package', runner: 'unittest', source: 'words/__init__.py', loadsBroken: true },
    ...{ tests: 'tests/test_words.py', unstable: 'tests/test_unstable.py' },
    names: ['test_clamp', 'test_counts', 'test_looks_away', 'test_repeats'].map((name) => `WordsTest > ${name}`),
  },
];

function problemWith(runner: TestRunnerId): string | undefined {
  if (runner === 'pytest') return pytestProblem();
  return runner === 'unittest' ? pythonProblem() : undefined;
}

for (const fixture of fixtures) {
  const problem = problemWith(fixture.runner);
  describe.skipIf(problem !== undefined)(`${fixture.folder}${problem === undefined ? '' : `: ${problem}`}`, () => {
    checkRunner(fixture);
  });
}

/** All tests of the only suite of a project. */
async function runSuite(
  workshop: Workshop,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<{ readonly suite: TestSuite; readonly cases: readonly TestCase[] }> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const [suite, ...others] = await detectSuites({
    paths: [...texts.keys()],
    read: (path: string) => Promise.resolve(texts.get(path)),
  });
  expect(others).toEqual([]);
  if (suite === undefined) throw new Error('no suite');
  const copy = await workshop.open({ kind: 'files', files: [...files] }, [], signal);
  try {
    const run = await runTests(copy, { setup: suite, files: suite.files, timeoutMs: 60_000 }, signal);
    if (run.kind === 'broken') throw new Error(`${run.cause}: ${run.output}`);
    return { suite, cases: run.cases };
  } finally {
    await copy.dispose();
  }
}

const noPython = pythonProblem();

describe.skipIf(noPython !== undefined)(`unittest${noPython === undefined ? '' : `: ${noPython}`}`, () => {
  it('finds what lies beside tests that are in no package, also under a name that Python has', async () => {
    const testOf = (imported: string, name: string): string =>
      `import unittest\n${imported}\nclass Own(unittest.TestCase):\n    def ${name}(self):\n        self.assertEqual(one(), 1)\n`;
    const { cases } = await runSuite(fixtureWorkshop(), [
      { path: 'work/words.py', text: 'def one():\n    return 1\n' },
      { path: 'work/test_words.py', text: testOf('from words import one', 'test_beside') },
      { path: 'test/counts.py', text: 'def one():\n    return 1\n' },
      { path: 'test/test_json.py', text: testOf('from counts import one', 'test_shadowing') },
      { path: 'other/test_words.py', text: testOf('one = lambda: 1', 'test_namesake') },
      { path: 'part/inner/__init__.py', text: '' },
      { path: 'part/inner/one.py', text: 'def one():\n    return 1\n' },
      { path: 'part/inner/test_one.py', text: testOf('from inner.one import one', 'test_package') },
    ]);
    expect(cases.map(({ name, status }) => `${status} ${name}`).toSorted()).toEqual([
      'passed other/test_words.py > Own > test_namesake',
      'passed part/inner/test_one.py > Own > test_package',
      'passed test/test_json.py > Own > test_shadowing',
      'passed work/test_words.py > Own > test_beside',
    ]);
  });
});

function checkRunner({ folder, runner, source, tests, unstable, names, loadsBroken }: Fixture): void {
  const workshop = fixtureWorkshop();
  const isPython = source.endsWith('.py');

  const open = async (): Promise<{ base: Awaited<ReturnType<typeof fixtureBase>>; suite: TestSuite; text: string }> => {
    const base = await fixtureBase(folder);
    const texts = new Map(base.files.map(({ path, text }) => [path, text]));
    const files = { paths: [...texts.keys()], read: (path: string) => Promise.resolve(texts.get(path)) };
    const [suite, ...others] = await detectSuites(files);
    expect(others).toEqual([]);
    if (suite === undefined) throw new Error('no suite');
    return { base, suite, text: texts.get(source) ?? '' };
  };

  /** A candidate that `broken` makes of `whole`, decided by `file`. */
  const candidateOf = async (whole: string, broken: string, file = tests): Promise<Candidate<RepairDraft>> => {
    const { base, text } = await open();
    expect(text.split(whole)).toHaveLength(2);
    const draft: RepairDraft = {
      ...{
        schema: 1,
        family: 'bugfix',
        language: isPython ? 'python' : 'javascript',
        base,
        cluster: source,
        date: null,
      },
      ...{ path: source, operator: 'any', line: 1 },
      setup: [{ path: source, text: text.replace(whole, () => broken) }],
      gold: [{ path: source, text }],
    };
    return { draft, relatedTests: [file] };
  };

  const admitted = async (candidate: Candidate): Promise<Awaited<ReturnType<typeof admit>>> => {
    const { suite } = await open();
    return admit(
      { candidate, workshop, sources: { suites: [suite], calls: callMap([]) }, goldTimeoutMs: 60_000 },
      signal,
    );
  };

  it('is found and run: every test by its name, skipped ones and files that cannot be loaded among them', async () => {
    const { suite, cases } = await runSuite(workshop, (await fixtureBase(folder)).files);
    expect(suite).toMatchObject({ runner, directory: '.' });
    const passed = cases.filter(({ name, status }) => status === 'passed' && !name.startsWith(unstable));
    expect(passed.map(({ name }) => name).toSorted()).toEqual(names.map((name) => `${tests} > ${name}`));
    expect(cases.filter(({ status }) => status === 'failed')).toHaveLength(loadsBroken ? 1 : 0);
    expect(cases.filter(({ status }) => status === 'skipped')).toHaveLength(isPython ? 1 : 2);
  });

  it('is run as well where the project is one folder of many', async () => {
    const { files: own } = await fixtureBase(folder);
    // Without such a file the standard library's runner is started at the top.
    const mark = runner === 'unittest' ? [{ path: 'setup.py', text: '' }] : [];
    const files = [...own, ...mark].map(({ path, text }) => ({ path: `parts/one/${path}`, text }));
    const { cases, suite } = await runSuite(workshop, files);
    expect(suite).toMatchObject({ runner, directory: 'parts/one' });
    const passed = cases.filter(({ name, status }) => status === 'passed' && name.startsWith(`parts/one/${tests} > `));
    expect(passed.map(({ name }) => name).toSorted()).toEqual(names.map((name) => `parts/one/${tests} > ${name}`));
  });

  it('tells which test file calls which function', async () => {
    const { base, suite } = await open();
    const measured: TestCalls[] = [];
    const request = {
      workshop,
      base,
      suites: [suite],
      seed: 'seed',
      maxFiles: 10,
      budgetMs: 60_000,
      fileTimeoutMs: 60_000,
    };
    for await (const file of measureCalls({ ...request, now: () => performance.now() }, signal)) {
      if (file.kind === 'measured') measured.push(file.calls);
    }
    const map = callMap(measured);
    const callers = (name: string): string[] =>
      map
        .callers(source, name)
        .map(({ file }) => file)
        .toSorted();
    expect(callers('clamp')).toEqual([tests]);
    expect(callers('add')).toEqual([tests]);
    expect(callers('top')).toEqual([tests, unstable].toSorted());
    expect(callers('never')).toEqual([]);
    expect(map.callersOf(source)).toHaveLength(2);
  });

  it('admits a body taken out, and grades answers to it', async () => {
    const body = isPython ? '    left = times\n    result = ""\n' : "  let left = times;\n  let result = '';\n";
    const admission = await admitted(
      await candidateOf(body, isPython ? '    raise Exception\n' : "  throw new Error('x');\n"),
    );
    if (admission.kind !== 'admitted' || admission.task.family !== 'bugfix') throw new Error(JSON.stringify(admission));
    const { task } = admission;
    expect(task.tests.failToPass).toEqual(
      names.filter((name) => /repeats/.test(name)).map((name) => `${tests} > ${name}`),
    );
    expect(task.tests.passToPass).toHaveLength(names.length - task.tests.failToPass.length);

    const gold = await grade({ task, answer: task.gold, workshop }, signal);
    expect(gold.outcome).toEqual({ kind: 'solved' });
    // Tests that say nothing, and a process that ends as if all were well.
    const weakened = [{ path: tests, text: '' }];
    expect((await grade({ task, answer: weakened, workshop }, signal)).outcome).toMatchObject({
      reason: 'tests-failed',
    });
    const exit = isPython ? 'import os\nos._exit(0)\n' : 'process.exit(0);\n';
    const ended = await grade({ task, answer: [{ path: source, text: exit }], workshop }, signal);
    expect(ended.outcome).toMatchObject({ kind: 'failed', reason: 'tests-failed' });
  });

  it('rejects what no test notices and what no test can be relied on for', async () => {
    const strip = isPython ? 'return text.strip()' : 'return text.trim()';
    const vacuous = await admitted(await candidateOf(strip, 'return text'));
    expect(vacuous).toMatchObject({ kind: 'rejected', reason: 'tests-do-not-notice' });
    const [condition, inverted] = isPython
      ? ['not self.counts', 'self.counts']
      : ['first === undefined ?', 'first !== undefined ?'];
    const flaky = await admitted(await candidateOf(condition ?? '', inverted ?? '', unstable));
    expect(flaky).toMatchObject({ kind: 'rejected', reason: 'gold-flaky' });
  });

  // Ten times the time of the tests passes by: once for each language is enough.
  it.runIf(runner === 'node-test' || runner === 'unittest')('takes a loop without end for a failure', async () => {
    const [step, still] = isPython ? ['        left -= 1\n', ''] : ['    left -= 1;\n', ''];
    const admission = await admitted(await candidateOf(step ?? '', still ?? ''));
    expect(admission).toMatchObject({ kind: 'admitted', task: { tests: { passToPass: [] } } });
  });
}
