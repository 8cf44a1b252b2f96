import { describe, expect, it } from 'vitest';
import { headline } from '../../../src/benchmark/report/headline.ts';
import { summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import type { RunRecord } from '../../../src/benchmark/result.ts';
import { mergeRuns, type RunPart } from '../../../src/benchmark/running/mergeRuns.ts';
import { runRecord, taskResult } from '../report/resultFixture.ts';

/** The `index`-th of three shards, with one task of three. */
function part(index: number, changes: Partial<RunRecord> = {}): RunPart {
  const taskId = ['one', 'two', 'three'][index - 1] ?? '';
  const run = runRecord({
    taskSet: { digest: 'b'.repeat(64), count: 3, name: 'set' },
    taskIds: [taskId],
    shard: { index, of: 3 },
    ...changes,
  });
  return { name: `shard ${index}`, run, results: [taskResult({ taskId })] };
}

function merged(parts: readonly RunPart[]) {
  const outcome = mergeRuns(parts);
  if (outcome.kind === 'refused') throw new Error(outcome.problem);
  return outcome;
}

describe('mergeRuns', () => {
  it('makes one complete run of all shards', () => {
    const { run, results } = merged([part(1), part(2), part(3)]);
    expect(run).toMatchObject({ shard: null, taskIds: ['one', 'three', 'two'] });
    expect(run.elsewhere).toBe(undefined);
    expect(summarizeRun(run, results)).toMatchObject({ isComplete: true, absentTasks: 0 });
  });

  it('makes an incomplete one of some of them, and the report says so', () => {
    const { run, results } = merged([part(1), part(3)]);
    const summary = summarizeRun(run, results);
    expect(summary).toMatchObject({ isComplete: false, absentTasks: 1 });
    expect(headline(summary)).toContain(
      '1 of the 3 tasks of this run are missing: some of its shards were not merged.',
    );
  });

  it('keeps on which machines the shards ran', () => {
    const { hardware } = runRecord();
    const other = { ...hardware, processor: 'another processor' };
    const both = merged([part(1), part(2, { hardware: other })]);
    expect(both.run).toMatchObject({ hardware, elsewhere: [{ hardware: other }] });
    // What was merged can be merged again.
    const all = merged([{ name: 'both', ...both }, part(3, { hardware: other })]);
    expect(all.run.elsewhere).toEqual(both.run.elsewhere);
  });

  it('refuses what is of another run, and a shard that comes twice', () => {
    expect(mergeRuns([part(1), part(2, { seed: 'another' })])).toEqual({
      kind: 'refused',
      problem: 'shard 2 is of another run than shard 1: seeds differ.',
    });
    expect(mergeRuns([part(1), part(1)])).toMatchObject({ problem: expect.stringContaining('tasks in common') });
  });
});
