import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EngineSummary, summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import type { TaskResult } from '../../../src/benchmark/result.ts';
import { crashed, engineRecord, failedTests, runRecord, taskResult } from './resultFixture.ts';

function only(results: readonly TaskResult[], run = runRecord()): EngineSummary {
  const [engine] = summarizeRun(run, results).engines;
  if (engine === undefined) throw new Error('the run has an engine');
  return engine;
}

describe('summarizeRun', () => {
  it('counts solved tasks, with the interval of their rate', () => {
    const { score } = only([taskResult(), taskResult({ taskId: 'two', outcome: failedTests })]);
    expect(score).toMatchObject({ solved: 1, counted: 2, unknown: 0, repeated: null });
    expect(score.interval?.low).toBeCloseTo(0.0945, 4);
  });

  it('does not count what the infrastructure spoiled as the fault of the model', () => {
    const engine = only([taskResult(), taskResult({ taskId: 'two', outcome: crashed })]);
    expect(engine.score).toMatchObject({ solved: 1, counted: 1, unknown: 1 });
    expect(engine.infrastructure).toEqual([{ code: 'worker-crashed', count: 1 }]);
    expect(engine.failures).toEqual([]);
  });

  it('takes the majority of several samples; a tie is none', () => {
    const outcomes = [{ kind: 'solved' }, failedTests] as const;
    const results = outcomes.map((outcome, sample) => taskResult({ sample, outcome }));
    expect(only(results).score).toMatchObject({ solved: 0, counted: 1, repeated: { k: 2, any: 1, all: 0 } });
    expect(only([...results, taskResult({ sample: 2 })]).score).toMatchObject({ solved: 1, counted: 1 });
  });

  it('keeps the engine’s own infill apart from the number that models are compared by', () => {
    const infill = { exactMatch: true, levenshtein: 1, indel: 1, parses: null, identifierF1: 1 };
    const engine = only([
      taskResult({ family: 'infill', through: 'infill', infill }),
      taskResult({ family: 'infill', outcome: failedTests, infill: { ...infill, exactMatch: false, indel: 0.5 } }),
    ]);
    expect(engine.score).toMatchObject({ solved: 0, counted: 1 });
    expect(engine.families.map(({ route, score, infill: means }) => [route, score.solved, means?.indel])).toEqual([
      ['asked', 0, 0.5],
      ['native', 1, 1],
    ]);
    expect(engine.families[0]?.infill?.parses).toBeNull();
  });

  it('counts a key once, by its last line, and leaves out tasks that are not of the run', () => {
    const early = taskResult({ outcome: crashed });
    const engine = only([early, { ...early, outcome: { kind: 'solved' } }, taskResult({ taskId: 'elsewhere' })]);
    expect(engine).toMatchObject({ started: 1, planned: 2, score: { solved: 1, counted: 1 }, infrastructure: [] });
  });

  it('does not wait for tasks that an engine cannot be asked for', () => {
    const run = runRecord({ unasked: [{ engineId: 'first', count: 1 }] });
    expect(summarizeRun(run, [taskResult()]).isComplete).toBe(true);
    expect(summarizeRun(runRecord(), [taskResult()]).isComplete).toBe(false);
  });

  it('calls a sum of costs unknown when one of them is', () => {
    const run = runRecord({ engines: [engineRecord('first', { place: 'remote' })] });
    expect(only([taskResult({ costUsd: 0.02 }), taskResult({ costUsd: 0.03 })], run).costUsd).toBeCloseTo(0.05, 12);
    expect(only([taskResult({ costUsd: 0.02 }), taskResult({ costUsd: null })], run).costUsd).toBeNull();
    expect(only([taskResult()], run).costUsd).toBeNull();
    expect(only([taskResult()])).not.toHaveProperty('costUsd');
  });

  it('tells cold from warm, and measures nothing where nothing was', () => {
    const warm = { firstTokenMs: 50, firstVisibleMs: null, totalMs: 900, tokensPerSecond: null, isCold: false };
    const { latency } = only([taskResult(), taskResult({ latency: warm })]);
    expect(latency.firstTokenCold).toEqual({ count: 1, p50: 400, p95: 400 });
    expect(latency.firstTokenWarm).toEqual({ count: 1, p50: 50, p95: 50 });
    expect(latency.tokensPerSecond?.count).toBe(1);
    expect(only([]).latency.total).toBeNull();
  });

  it('compares two engines over the tasks that both have a verdict for', () => {
    const run = runRecord({
      engines: [engineRecord('first'), engineRecord('second')],
      taskIds: ['one', 'two', 'three'],
    });
    const results = [
      taskResult(),
      taskResult({ engineId: 'second', outcome: failedTests }),
      taskResult({ taskId: 'two' }),
      taskResult({ taskId: 'two', engineId: 'second' }),
      taskResult({ taskId: 'three' }),
      taskResult({ taskId: 'three', engineId: 'second', outcome: crashed }),
    ];
    expect(summarizeRun(run, results).comparisons).toMatchObject([
      { pairs: 2, bothSolved: 1, firstOnly: 1, secondOnly: 0, difference: 0.5, pValue: 1, verdict: 'inconclusive' },
    ]);
  });

  it('adds up, whatever the results', () => {
    const outcomes = fc.constantFrom({ kind: 'solved' } as const, failedTests, crashed);
    const lists = fc.array(fc.tuple(fc.constantFrom('one', 'two'), fc.constantFrom('first', 'second'), outcomes));
    const run = runRecord({ engines: [engineRecord('first'), engineRecord('second')] });
    fc.assert(
      fc.property(lists, (list) => {
        const made = list.map(([taskId, engineId, outcome], sample) =>
          taskResult({ taskId, engineId, outcome, sample }),
        );
        const summary = summarizeRun(run, made);
        for (const { engine, score, usage, failures, infrastructure } of summary.engines) {
          const own = made.filter(({ engineId }) => engineId === engine.id);
          expect(score.counted + score.unknown).toBe(new Set(own.map(({ taskId }) => taskId)).size);
          expect(usage.requests).toBe(own.length);
          const solved = own.filter(({ outcome }) => outcome.kind === 'solved').length;
          const rest = [...failures, ...infrastructure].reduce((sum, { count }) => sum + count, 0);
          expect(solved + rest).toBe(own.length);
        }
        for (const { pairs, bothSolved, firstOnly, secondOnly, neitherSolved, interval } of summary.comparisons) {
          expect(bothSolved + firstOnly + secondOnly + neitherSolved).toBe(pairs);
          expect(interval === null).toBe(pairs === 0);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('sums up energy, prices it, and calls the sum declared when a part of it is', () => {
    const measured = (amount: number) => ({ energyWh: { amount, basis: 'measured' as const } });
    const energy = { measuredBy: ['rapl' as const], usdPerKwh: 0.3, notMeasured: [] };
    const run = runRecord({ energy });
    // 350 W for 600 s, in two parts.
    const both = only([taskResult(measured(50)), taskResult({ taskId: 'two', ...measured(25 / 3) })], run);
    expect(both.energyWh).toMatchObject({ amount: expect.closeTo(175 / 3), basis: 'measured' });
    expect(both.energyUsd).toBeCloseTo(0.0175);
    const part = { taskId: 'two', energyWh: { amount: 1, basis: 'declared' as const } };
    expect(only([taskResult(measured(50)), taskResult(part)]).energyWh?.basis).toBe('declared');
    expect(only([taskResult(measured(50))]).energyUsd).toBeUndefined();
  });

  it('does not pass a part of the energy for all of it, and needs none where nothing was asked', () => {
    const known = taskResult({ energyWh: { amount: 50, basis: 'measured' } });
    expect(only([known, taskResult({ taskId: 'two' })]).energyWh).toBeUndefined();
    const { usage } = known;
    const unasked = taskResult({ taskId: 'two', usage: { ...usage, requests: 0 } });
    expect(only([known, unasked]).energyWh?.amount).toBe(50);
  });
});
