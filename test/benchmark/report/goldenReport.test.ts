/** The report of one small run, value by value. What changes it on purpose changes `goldenReport.json` with it. */
import { describe, expect, it } from 'vitest';
import { headline } from '../../../src/benchmark/report/headline.ts';
import { makeReport } from '../../../src/benchmark/report/makeReport.ts';
import expected from './goldenReport.json' with { type: 'json' };
import { goldenRun } from './goldenRun.ts';

const { data } = await makeReport(goldenRun, '2026-11-24T12:00:00Z');
const engines = data.summary.engines;

describe('the report of the golden run', () => {
  it('is, in every value, what it was', () => {
    expect(rounded(JSON.parse(JSON.stringify(data)))).toEqual(expected);
  });

  it('has the sums of the file, to the cent and the token, with what was asked for again', () => {
    const lines = goldenRun.results.filter(({ engineId }) => engineId === 'api');
    const sum = (pick: (line: (typeof lines)[number]) => number | null | undefined): number =>
      lines.reduce((total, line) => total + (pick(line) ?? 0), 0);
    expect(engines[1]?.costUsd).toBeCloseTo(0.054, 12);
    expect(engines[1]?.costUsd).toBeCloseTo(
      sum(({ costUsd }) => costUsd),
      12,
    );
    expect(engines[1]?.usage.generatedTokens).toBe(sum(({ usage }) => usage.generatedTokens));
    expect(engines[1]?.sentBytes).toBe(120_000);
    expect(engines[1]?.lost).toEqual({ requests: 3, tokens: 33_000, usd: 0.05 });
  });

  it('starts the break-even from what was measured and from the prices it was made with', () => {
    const { machines, apis } = data.breakEven;
    expect(machines[0].tokensPerSecond).toMatchObject({ value: 30, basis: 'measured' });
    expect(machines[0].activeWatts).toMatchObject({ value: 300, basis: 'measured' });
    expect(apis[0]).toMatchObject({
      inputUsd: { value: 1.25, basis: 'declared' },
      cachedUsd: { value: 0.125 },
      outputUsd: { value: 10 },
      readPerWritten: { value: 10, basis: 'measured' },
      cachedPercent: { value: 80, basis: 'measured' },
    });
  });

  it('says it in words', () => {
    expect(headline(data.summary)).toEqual([
      'On these 4 tasks, Qwen3.5 9B solved 2 and GPT-5 solved 2.',
      'This is inconclusive: Qwen3.5 9B minus GPT-5 is 0 points (95% interval −100 points to +83 points, p = 1), which can be chance. It shows neither that one is better nor that they are equal.',
      '4 tasks are too few to find any difference reliably.',
    ]);
  });
});

/** Platforms differ in the last digits of their logarithms. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(10));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
}
