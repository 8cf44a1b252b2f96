import { describe, expect, it } from 'vitest';
import { leaderboard } from '../../../src/benchmark/report/leaderboard.ts';
import { summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import { engineRecord, failedTests, runRecord, taskResult } from './resultFixture.ts';

const at = (day: number, changes: Parameters<typeof runRecord>[0] = {}) =>
  runRecord({ id: `run-000${day}`, createdAt: `2026-11-0${day}T10:00:00Z`, ...changes });
const solvedBoth = [taskResult(), taskResult({ taskId: 'two' })];
const solvedOne = [taskResult(), taskResult({ taskId: 'two', outcome: failedTests })];

describe('leaderboard', () => {
  it('ranks the engines of all runs on the same tasks', () => {
    const later = at(2, { engines: [engineRecord('second')] });
    const [group, ...others] = leaderboard([
      summarizeRun(at(1), solvedOne),
      summarizeRun(
        later,
        solvedBoth.map((result) => ({ ...result, engineId: 'second' })),
      ),
    ]);
    expect(others).toEqual([]);
    expect(group?.rows.map(({ runId, engine, isComplete }) => [runId, engine.id, isComplete])).toEqual([
      ['run-0002', 'second', true],
      ['run-0001', 'first', true],
    ]);
  });

  it('keeps apart what cannot be compared: other tasks, other prompts, other budgets', () => {
    const parameters = { ...runRecord().parameters, thinking: true };
    const groups = leaderboard([
      summarizeRun(at(1), solvedOne),
      summarizeRun(at(2, { promptVersion: 2 }), solvedOne),
      summarizeRun(at(3, { parameters }), solvedOne),
      summarizeRun(at(4, { taskIds: ['one'] }), solvedOne),
    ]);
    expect(groups.map(({ rows }) => rows.map(({ runId }) => runId))).toEqual([
      ['run-0004'],
      ['run-0003'],
      ['run-0002'],
      ['run-0001'],
    ]);
  });

  it('puts a run without a score last and says that it is not complete', () => {
    const [group] = leaderboard([summarizeRun(at(2), []), summarizeRun(at(1), solvedOne)]);
    expect(group?.rows.map(({ runId, isComplete }) => [runId, isComplete])).toEqual([
      ['run-0001', true],
      ['run-0002', false],
    ]);
  });
});
