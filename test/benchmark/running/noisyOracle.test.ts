/**
 * The issue asks that a noisy oracle, right with probability p, recovers p within its interval in 95 of 100 seeded runs.
 *
 * No 100 runs can show that: with intervals that hold p in exactly 95% of all runs, 95 or more of 100 come about in 62% of
 * the cases, and seeds could be searched until they do. And no interval for a rate has exactly 95% at every p: the number of
 * right answers jumps, so that Wilson's holds p in 93% to 97% of the runs at the p and sizes below, and in 95% over all p
 * (Brown, Cai and DasGupta, Interval Estimation for a Binomial Proportion, 2001). So it is shown in three steps: over all p
 * the exact share is 95%, by the binomial distribution alone; 1,200 runs by seeds that nobody chose come to that share, at
 * each p and size; and the harness adds no answer to what the seeds say, and loses none.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sampleSeed } from '../../../src/benchmark/digest.ts';
import { wilsonInterval } from '../../../src/benchmark/statistics/wilsonInterval.ts';
import { noisyOracle } from './knowingEngine.ts';

/** Of a run: quick, standard and full. */
const sizes = [30, 120, 240];
const rates = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);
const runsPerSize = 400;

function isRecovered(p: number, right: number, asked: number): boolean {
  const interval = wilsonInterval(right, asked);
  return interval !== null && interval.low <= p && p <= interval.high;
}

/** In what share of all runs of `asked` answers the interval holds p: the sum over how many can be right. */
function exactShare(p: number, asked: number): number {
  let share = 0;
  let logChance = asked * Math.log(1 - p);
  for (let right = 0; right <= asked; right += 1) {
    if (isRecovered(p, right, asked)) share += Math.exp(logChance);
    logChance += Math.log(((asked - right) * p) / ((right + 1) * (1 - p)));
  }
  return share;
}

/** What {@link sampleSeed} gives for the first sample, without waiting 156,000 times. */
function quickSeed(run: string, task: string): number {
  return createHash('sha256').update(`${run}|${task}|0`).digest().readUInt32BE(0);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a noisy oracle', () => {
  it.each(sizes)('is recovered by 95 of 100 intervals over all p, in runs of %d', (asked) => {
    const all = Array.from({ length: 999 }, (_, index) => exactShare((index + 1) / 1000, asked));
    expect(mean(all)).toBeGreaterThanOrEqual(0.95);
    expect(mean(all)).toBeLessThan(0.955);
  });

  it('is recovered in seeded runs as often as the binomial distribution says', async () => {
    expect(quickSeed('run 1 of 30', 'task 2')).toBe(await sampleSeed('run 1 of 30', 'task 2', 0));
    const observed: number[] = [];
    const exact: number[] = [];
    for (const asked of sizes) {
      const recovered = rates.map(() => 0);
      for (let run = 0; run < runsPerSize; run += 1) {
        const right = rates.map(() => 0);
        for (let task = 0; task < asked; task += 1) {
          const seed = quickSeed(`run ${run} of ${asked}`, `task ${task}`);
          rates.forEach((p, index) => (right[index] = (right[index] ?? 0) + (noisyOracle(p)(seed) ? 1 : 0)));
        }
        rates.forEach((p, index) => {
          if (isRecovered(p, right[index] ?? 0, asked)) recovered[index] = (recovered[index] ?? 0) + 1;
        });
      }
      rates.forEach((p, index) => {
        const share = exactShare(p, asked);
        const seen = (recovered[index] ?? 0) / runsPerSize;
        // Four standard errors: of 57 such shares one is farther away in three of a thousand such tests.
        const margin = 4 * Math.sqrt((share * (1 - share)) / runsPerSize);
        expect(Math.abs(seen - share), `p ${p} of ${asked}: ${seen} for ${share}`).toBeLessThan(margin);
        observed.push(seen);
        exact.push(share);
      });
    }
    expect(mean(exact)).toBeGreaterThan(0.95);
    // Three standard errors of 1,200 runs, as if all p of a run stood and fell together: 1.9 of 100.
    const margin = 3 * Math.sqrt((0.95 * 0.05) / (sizes.length * runsPerSize));
    expect(mean(observed)).toBeGreaterThan(0.95 - margin);
    expect(Math.abs(mean(observed) - mean(exact))).toBeLessThan(margin);
  });
});
