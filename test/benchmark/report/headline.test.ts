import { describe, expect, it } from 'vitest';
import { headline } from '../../../src/benchmark/report/headline.ts';
import { summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import type { TaskResult } from '../../../src/benchmark/result.ts';
import { crashed, engineRecord, failedTests, runRecord, taskResult } from './resultFixture.ts';

const ids = Array.from({ length: 60 }, (_, index) => `t${index}`);

/** Task `i` is solved by an engine when `solves(i)`; `undefined`: it was not asked. */
function headlineOf(solvers: Readonly<Record<string, (index: number) => boolean | undefined>>): readonly string[] {
  const engines = Object.keys(solvers).map((id) => engineRecord(id, { label: id.toUpperCase() }));
  const results = Object.entries(solvers).flatMap(([engineId, solves]) =>
    ids.flatMap((taskId, index): readonly TaskResult[] => {
      const isSolved = solves(index);
      if (isSolved === undefined) return [];
      const outcome = isSolved ? ({ kind: 'solved' } as const) : failedTests;
      return [taskResult({ taskId, cluster: taskId, engineId, outcome })];
    }),
  );
  return headline(summarizeRun(runRecord({ engines, taskIds: ids }), results));
}

describe('headline', () => {
  it('of one engine is what it solved', () => {
    expect(headlineOf({ a: (index) => index < 30 })).toEqual([
      'A solved 30 of 60 tasks (50%, 95% interval 38% to 62%).',
    ]);
  });

  it('of two says who solved how many, who is better by how much, and what could have been found', () => {
    expect(headlineOf({ a: (index) => index < 10, b: (index) => index < 30 })).toEqual([
      'On these 60 tasks, A solved 10 and B solved 30.',
      'B is better than A on such tasks, by +33 points (95% interval +19 points to +45 points, p < 0.001).',
      'With 60 tasks, a difference of 20 percentage points or more would have been found in 4 of 5 such runs.',
    ]);
  });

  it('compares those that were asked the same, beside one that could be asked nothing of it', () => {
    const sentences = headlineOf({ a: (index) => index < 10, b: (index) => index < 30, c: () => undefined });
    expect(sentences.slice(0, 2)).toEqual([
      'On these 60 tasks, A solved 10 and B solved 30.',
      'B is better than A on such tasks, by +33 points (95% interval +19 points to +45 points, p < 0.001).',
    ]);
    expect(sentences).toContain('C has no results.');
    // Nor do comparisons that could not be made count among those that p is corrected for.
    const weak = headlineOf({ a: (index) => index < 10, b: (index) => index < 16, c: () => undefined });
    expect(weak[1]).toContain('p = 0.031');
  });

  it('calls inconclusive what is', () => {
    const [, verdict] = headlineOf({ a: (index) => index < 30, b: (index) => index % 2 === 0 });
    expect(verdict).toMatch(/^This is inconclusive: A minus B is 0 points .* neither that one is better nor that/);
  });

  it('of three compares each two, corrected for all of them', () => {
    const sentences = headlineOf({ a: (index) => index < 10, b: (index) => index < 30, c: (index) => index < 32 });
    expect(sentences[0]).toBe('On these 60 tasks, A solved 10, B solved 30 and C solved 32.');
    expect(sentences[1]).toContain('B is better than A');
    expect(sentences[2]).toContain('C is better than A');
    expect(sentences[3]).toBe('Inconclusive, so neither better nor equal by this run: B and C.');
    expect(sentences[4]).toContain('corrected for 3 comparisons (Holm)');
  });

  it('says so when an engine failed half-way, and compares what both answered', () => {
    const engines = [engineRecord('a', { label: 'A' }), engineRecord('b', { label: 'B' })];
    const run = runRecord({ engines, taskIds: ['one', 'two', 'three'] });
    const results = [
      taskResult({ taskId: 'one', engineId: 'a' }),
      taskResult({ taskId: 'two', engineId: 'a' }),
      taskResult({ taskId: 'three', engineId: 'a' }),
      taskResult({ taskId: 'one', engineId: 'b' }),
      taskResult({
        taskId: 'two',
        engineId: 'b',
        outcome: { ...crashed, code: 'provider-quota', detail: 'No credit.', setsAside: true },
      }),
    ];
    const sentences = headline(summarizeRun(run, results));
    expect(sentences[0]).toBe('On the 1 of 3 tasks that both answered, A solved 1 and B solved 1.');
    expect(sentences.at(-1)).toBe(
      'This report is partial: B was set aside on 2026-11-24 10:00 UTC, because its account has no credit left (No credit), with 1 of 3 tasks answered; the others went on. What it was not asked counts neither for it nor against it. Resuming the run asks it again.',
    );
  });

  it('says which tasks an engine could not be asked for', () => {
    const of = (count: number): readonly string[] => {
      const run = runRecord({ unasked: [{ engineId: 'first', count }] });
      return headline(summarizeRun(run, count === 2 ? [] : [taskResult()]));
    };
    const lack = 'they need a chat, tools or an infill that it does not have';
    expect(of(1)[1]).toBe(`Model first was not asked for 1 of the 2 tasks: ${lack}.`);
    expect(of(2)).toEqual([`Model first was asked for no task of this run: ${lack}.`]);
  });

  it('says so when no tests decide', () => {
    const sentences = headline(summarizeRun(runRecord({ runners: [] }), [taskResult()]));
    expect(sentences.at(-1)).toMatch(/^No tests decided in this run/);
  });

  it('says what is missing of a run that goes on', () => {
    const sentences = headlineOf({ a: () => true, b: (index) => (index < 20 ? true : undefined) });
    expect(sentences[0]).toBe('On the 20 of 60 tasks that both answered, A solved 20 and B solved 20.');
    expect(sentences.at(-1)).toBe('The run is not complete (B has 20 of 60 tasks): the numbers can still change.');
  });
});
