import { describe, expect, it } from 'vitest';
import { nameTask } from '../../../src/benchmark/digest.ts';
import { gradeAnswer } from '../../../src/benchmark/running/gradeAnswer.ts';
import type { GradeByTests } from '../../../src/benchmark/running/performTask.ts';
import type { TaskAnswer } from '../../../src/benchmark/running/taskAnswer.ts';
import { createTurns } from '../../../src/benchmark/running/turns.ts';
import type { ResultOutcome } from '../../../src/benchmark/result.ts';
import { createManualClock } from '../../manualClock.ts';

const task = await nameTask({
  ...({ schema: 1, language: 'javascript', cluster: 'made', date: null, family: 'replay' } as const),
  base: { kind: 'files', files: [{ path: 'src/a.js', text: 'old' }] },
  path: 'src/a.js',
  setup: [],
  gold: [{ path: 'src/a.js', text: 'new' }],
  tests: {
    ...{ runner: 'node-test', directory: '.', files: ['checks/a.js'] },
    ...{ failToPass: ['a'], passToPass: [], timeoutMs: 10_000 },
  },
  commit: 'a'.repeat(40),
  message: 'Make it new',
  hidden: [{ path: 'checks/a.js', text: 'the true test' }],
});
const solved: ResultOutcome = { kind: 'solved' };
const failed: ResultOutcome = { kind: 'failed', reason: 'tests-failed', detail: 'a' };

async function gradeEdits(paths: readonly string[], outcome: ResultOutcome, more: Partial<TaskAnswer> = {}) {
  let runs = 0;
  const grade: GradeByTests = async () => {
    runs += 1;
    return { outcome, testOutput: '' };
  };
  const edits = paths.map((path) => ({ path, text: 'new' }));
  const answer: TaskAnswer = { content: { kind: 'edits', edits }, text: '', transcript: [], ...more };
  const ports = { grade, turns: createTurns(1), clock: createManualClock(), scoreInfill: () => expect.fail('no hole') };
  const graded = await gradeAnswer({ task, answer, form: 'typed' }, ports, new AbortController().signal);
  expect(graded.changes).toEqual(edits);
  return { outcome: graded.outcome, runs };
}

describe('an answer that also changes tests', () => {
  it('is graded by the rest, and the record says what was ignored', async () => {
    expect(await gradeEdits(['src/a.js', 'checks/a.js'], solved)).toEqual({
      outcome: { kind: 'solved', detail: 'ignored, as they belong to the tests: checks/a.js' },
      runs: 1,
    });
    const many = ['src/a.js', 'test/1.test.js', 'test/2.test.js', 'package.json', 'vitest.config.ts'];
    const ignored = 'ignored, as they belong to the tests: test/1.test.js, test/2.test.js, package.json and 1 more';
    expect((await gradeEdits(many, failed)).outcome).toEqual({ ...failed, detail: `a; ${ignored}` });
  });

  it('is none when nothing else is changed', async () => {
    expect(await gradeEdits(['checks/A.js'], solved)).toEqual({
      outcome: {
        kind: 'failed',
        reason: 'no-answer',
        detail: 'nothing was changed; ignored, as they belong to the tests: checks/A.js',
      },
      runs: 0,
    });
    const hindrance = { reason: 'budget-exhausted', detail: 'time' } as const;
    expect((await gradeEdits([], solved, { hindrance })).outcome).toEqual({ kind: 'failed', ...hindrance });
  });

  it('says nothing of it otherwise', async () => {
    expect(await gradeEdits(['src/a.js', 'src/new.js'], solved)).toEqual({ outcome: solved, runs: 1 });
  });
});
