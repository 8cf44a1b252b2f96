import { describe, expect, it } from 'vitest';
import { compareFamilies } from '../../../src/benchmark/report/compareFamilies.ts';
import { outcomesByTask, winLoss } from '../../../src/benchmark/report/winLoss.ts';
import { crashed, engineRecord, failedTests, runRecord, taskResult } from './resultFixture.ts';

const ids = ['a', 'b', 'c'];

function groupOf(verdicts: readonly (boolean | null)[]): string {
  const outcomes = verdicts.map((isSolved, index) => ({ engineId: ids[index] ?? '', isSolved, solved: 0, counted: 0 }));
  const found = winLoss(ids.slice(0, Math.max(2, verdicts.length)), outcomes);
  return found.kind === 'only' ? `only ${found.engineId}` : found.kind;
}

describe('winLoss', () => {
  it.each([
    [[true, false], 'only a'],
    [[false, true], 'only b'],
    [[true, true], 'all'],
    [[false, false], 'none'],
    [[true, null], 'open'],
    [[true], 'open'],
    [[true, true, false], 'some'],
    [[false, true, false], 'only b'],
    [[true, true, true], 'all'],
  ])('of %j is %s', (verdicts, group) => {
    expect(groupOf(verdicts)).toBe(group);
  });
});

describe('outcomesByTask', () => {
  it('takes the majority through the chat, and leaves the engine’s own infill out', () => {
    const infill = { exactMatch: true, levenshtein: 1, indel: 1, parses: null, identifierF1: 1 };
    const results = [
      taskResult({ engineId: 'a' }),
      taskResult({ engineId: 'a', sample: 1, outcome: failedTests }),
      taskResult({ engineId: 'a', sample: 2 }),
      taskResult({ engineId: 'b', outcome: crashed }),
      taskResult({ engineId: 'c', family: 'infill', through: 'infill', infill }),
    ];
    expect(outcomesByTask(ids, results).get('one')).toEqual([
      { engineId: 'a', isSolved: true, solved: 2, counted: 3 },
      { engineId: 'b', isSolved: null, solved: 0, counted: 0 },
    ]);
  });
});

describe('compareFamilies', () => {
  it('corrects for the comparisons of all kinds together, and leaves out what none have in common', () => {
    const tasks = Array.from({ length: 12 }, (_, index) => `t${index}`);
    const run = runRecord({ engines: [engineRecord('a'), engineRecord('b')], taskIds: tasks });
    const results = tasks.flatMap((taskId, index) => {
      const family = index < 6 ? 'body' : 'bugfix';
      const b = index < 6 ? failedTests : ({ kind: 'solved' } as const);
      return [
        taskResult({ taskId, family, cluster: taskId, engineId: 'a' }),
        taskResult({ taskId, family, cluster: taskId, engineId: 'b', outcome: b }),
      ];
    });
    const found = compareFamilies(run, results);
    expect(found.map(({ family }) => family)).toEqual(['body', 'bugfix']);
    expect(found[0]?.pValue).toBeCloseTo(0.03125, 12);
    expect(found[0]?.correctedPValue).toBeCloseTo(0.0625, 12);
    expect(found[0]?.verdict).toBe('inconclusive');
  });
});
