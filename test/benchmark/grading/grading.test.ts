import { describe, expect, it } from 'vitest';
import { gradedState } from '../../../src/benchmark/grading/gradedTask.ts';
import { judgeRun } from '../../../src/benchmark/grading/judgeRun.ts';
import { isProtected } from '../../../src/benchmark/grading/protectedFiles.ts';
import type { TestRun } from '../../../src/benchmark/workshop.ts';
import { bodyDraft, replayDraft } from '../admission/drafts.ts';

describe('protected files', () => {
  it.each([
    ...[
      'test/a.ts',
      'src/__tests__/a.ts',
      'src/a.test.tsx',
      'a_test.py',
      'pkg/test_a.py',
      'tests/data/x.json',
      'Test/A.ts',
    ],
    ...[
      'package.json',
      'packages/p/package.json',
      'vitest.config.ts',
      'jest.config.js',
      '.mocharc.yml',
      'tsconfig.build.json',
    ],
    ...[
      'conftest.py',
      'src/conftest.py',
      'pyproject.toml',
      'setup.cfg',
      'tox.ini',
      'sitecustomize.py',
      'x.pth',
      'pytest.ini',
    ],
    ...[
      'node_modules/assert/index.js',
      '.parity-0/report.json',
      '.npmrc',
      '.env.test',
      'babel.config.json',
      '.babelrc',
    ],
  ])('%s', (path) => {
    expect(isProtected(path)).toBe(true);
  });

  it.each([
    'src/testing/detect.ts',
    'src/latest.ts',
    'src/contest.py',
    'src/package.ts',
    'lib/specification.ts',
    'src/setup.ts',
  ])('and not %s', (path) => {
    expect(isProtected(path)).toBe(false);
  });
});

describe('the state that is graded', () => {
  const texts = (state: ReturnType<typeof gradedState>): Record<string, string | null> =>
    Object.fromEntries(state.map(({ path, text }) => [path, text]));

  it('has the answer, without its changes to tests and configuration', () => {
    const answer = [
      { path: 'src/a.js', text: 'answer' },
      { path: 'src/new.js', text: 'new' },
      { path: 'test/a.test.js', text: null },
      { path: 'TEST/A.test.js', text: 'weak' },
      { path: 'checks/own.js', text: 'weak' },
      { path: 'package.json', text: '{}' },
    ];
    expect(texts(gradedState(bodyDraft(), answer, ['checks/own.js']))).toEqual({
      'src/a.js': 'answer',
      'src/new.js': 'new',
    });
  });

  it('is the broken one without an answer', () => {
    expect(texts(gradedState(bodyDraft(), [], []))).toEqual({ 'src/a.js': 'broken' });
  });

  it('lays hidden tests and configuration of the true change over the answer', () => {
    const answer = [
      { path: 'src/a.js', text: 'answer' },
      { path: 'checks/hidden.js', text: 'weak' },
    ];
    expect(texts(gradedState(replayDraft(), answer, []))).toEqual({
      'src/a.js': 'answer',
      'package.json': 'new dependencies',
      'checks/hidden.js': 'hidden',
    });
  });
});

describe('the verdict on a run', () => {
  const plan = { failToPass: ['a'], passToPass: ['b', 'c'] };
  const ran = (statuses: Record<string, 'passed' | 'failed' | 'skipped'>): TestRun => ({
    kind: 'ran',
    cases: Object.entries(statuses).map(([name, status]) => ({ name, status, durationMs: 1 })),
    output: '',
    durationMs: 5,
  });

  it('is solved when all tests of the plan pass, whatever others do', () => {
    expect(judgeRun(plan, ran({ a: 'passed', b: 'passed', c: 'passed', d: 'failed' }))).toEqual({
      outcome: { kind: 'solved' },
      tests: { passed: 3, failed: [], missing: [], durationMs: 5 },
    });
  });

  it('names what failed, was skipped or is missing', () => {
    expect(judgeRun(plan, ran({ a: 'failed', b: 'skipped' }))).toEqual({
      outcome: { kind: 'failed', reason: 'tests-failed', detail: 'a; b; c (missing)' },
      tests: { passed: 0, failed: ['a', 'b'], missing: ['c'], durationMs: 5 },
    });
  });

  it.each([
    ['timed-out', 'tests-timed-out'],
    ['no-report', 'tests-failed'],
    ['no-tests', 'tests-failed'],
    ['too-much-output', 'tests-failed'],
  ] as const)('of a run that is broken (%s) is %s, with every test missing', (cause, reason) => {
    const verdict = judgeRun(plan, { kind: 'broken', cause, output: '', durationMs: 1 });
    expect(verdict.outcome).toMatchObject({ kind: 'failed', reason });
    expect(verdict.tests?.missing).toEqual(['a', 'b', 'c']);
  });

  it('is no fault of the model when the tests could not start', () => {
    const verdict = judgeRun(plan, { kind: 'broken', cause: 'not-started', output: 'no vitest', durationMs: 0 });
    expect(verdict).toEqual({ outcome: { kind: 'infrastructure', code: 'tests-not-started', detail: 'no vitest' } });
  });
});
