import { describe, expect, it } from 'vitest';
import { compareEngines } from '../../../src/benchmark/report/compareEngines.ts';
import { planRun } from '../../../src/benchmark/running/planRun.ts';
import { testRun } from '../../harness/run/testRun.ts';
import { type Knowledge, knowingEngine, noisyOracle } from './knowingEngine.ts';
import { performInMemory } from './performInMemory.ts';
import { makeTasks, runTest, testEngine, testParameters } from './runFixture.ts';

const { perform, clock } = performInMemory();

/** Its luck is its own: the seed of a question is the same for every engine. */
function ownLuck(p: number, salt: number): Knowledge {
  const knows = noisyOracle(p);
  return (seed) => knows((seed ^ salt) >>> 0);
}

describe('a comparison of engines of which it is known how good they are', () => {
  // Whole runs: planned, asked through the meter, graded and compared. Seeds are the numbers of the runs.
  it('holds the true difference in 93 of 100 runs, and finds one where there is none in at most 8', async () => {
    const tasks = (await makeTasks(30)).map((task, index) => ({ ...task, cluster: `file-${index}` }));
    const engines = [
      { id: 'good', p: 0.75 },
      { id: 'fair', p: 0.5 },
      { id: 'alike', p: 0.5 },
    ].map(({ id, p }, index) =>
      testEngine(id, { parallel: 4, engine: knowingEngine(tasks, ownLuck(p, index * 0x9e3779b9)) }),
    );
    const run = await testRun(tasks, engines);
    let covered = 0;
    let mistaken = 0;
    let found = 0;
    for (let number = 0; number < 100; number++) {
      const questions = { samples: 1, parameters: testParameters, promptVersion: 1, seed: `run ${number}` };
      const { items } = await planRun(tasks, engines, questions, new AbortController().signal);
      const { lines } = await runTest(items, { perform, clock });
      const comparisons = compareEngines(run, lines);
      const pair = (first: string, second: string) => {
        const comparison = comparisons.find(({ firstId, secondId }) => firstId === first && secondId === second);
        if (comparison === undefined) throw new Error('not compared');
        return comparison;
      };
      const { interval, verdict } = pair('good', 'fair');
      if (interval !== null && interval.low <= 0.25 && 0.25 <= interval.high) covered++;
      if (verdict === 'first-better') found++;
      if (pair('fair', 'alike').pValue < 0.05) mistaken++;
    }
    expect(covered).toBeGreaterThanOrEqual(93);
    expect(mistaken).toBeLessThanOrEqual(8);
    // Not by calling everything inconclusive.
    expect(found).toBeGreaterThan(15);
  });
});
