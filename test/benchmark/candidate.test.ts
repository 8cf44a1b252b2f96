import { describe, expect, it } from 'vitest';
import { type InfillDraft, completeTask } from '../../src/benchmark/candidate.ts';
import { countRejections } from '../../src/benchmark/rejections.ts';
import { type TestPlan, taskSchema } from '../../src/benchmark/task.ts';

const draft: InfillDraft = {
  schema: 1,
  family: 'infill',
  hole: 'line',
  language: 'python',
  base: { kind: 'files', files: [] },
  cluster: 'a.py',
  date: null,
  path: 'a.py',
  before: 'x = ',
  truth: '1',
  after: '\n',
};
const tests: TestPlan = {
  runner: 'pytest',
  directory: '.',
  files: ['test_a.py'],
  failToPass: ['test_a.py > test_x'],
  passToPass: [],
  timeoutMs: 10_000,
};

describe('a candidate', () => {
  it('becomes a valid task once its tests are known, and is named with them', async () => {
    const plain = await completeTask(draft);
    const tested = await completeTask(draft, tests);
    expect(taskSchema.parse(plain)).toEqual(plain);
    expect(taskSchema.parse(tested)).toMatchObject({ tests, truth: '1' });
    expect(tested.id).not.toBe(plain.id);
  });
});

describe('rejections', () => {
  it('are counted by family and reason, in an order of their own', () => {
    const rejections = countRejections();
    rejections.add('replay', 'no-tests');
    rejections.add('infill', 'trivial', 2);
    rejections.add('infill', 'duplicate');
    rejections.add('infill', 'trivial');
    rejections.add('infill', 'never', 0);
    expect(rejections.list()).toEqual([
      { family: 'infill', reason: 'duplicate', count: 1 },
      { family: 'infill', reason: 'trivial', count: 3 },
      { family: 'replay', reason: 'no-tests', count: 1 },
    ]);
  });
});
