import { describe, expect, it } from 'vitest';
import { savingsAt } from '../../../src/benchmark/cost/savings.ts';
import { readUsage, totalsOf, type UsageEntry } from '../../../src/benchmark/cost/usageTally.ts';

const entry = (more: Partial<UsageEntry>): UsageEntry => ({
  ...{ schema: 1, day: '2026-11-30', engine: 'api', model: 'm', place: 'remote', requests: 1 },
  ...{ promptTokens: 100, reusedTokens: 40, writtenToCacheTokens: 0, generatedTokens: 10 },
  ...{ nanoUsd: 5, unpricedRequests: 0 },
  ...more,
});

describe('a month of use', () => {
  it('is summed by engine and model, dearest first', () => {
    const local = entry({ engine: 'local', place: 'own', nanoUsd: 0 });
    expect(totalsOf([local, entry({}), entry({ day: '2026-11-02', nanoUsd: 2, unpricedRequests: 1 })])).toEqual([
      {
        ...{ engine: 'api', model: 'm', place: 'remote', requests: 2, promptTokens: 200, reusedTokens: 80 },
        ...{ writtenToCacheTokens: 0, generatedTokens: 20, nanoUsd: 7, unpricedRequests: 1 },
      },
      {
        ...{ engine: 'local', model: 'm', place: 'own', requests: 1, promptTokens: 100, reusedTokens: 40 },
        ...{ writtenToCacheTokens: 0, generatedTokens: 10, nanoUsd: 0, unpricedRequests: 0 },
      },
    ]);
  });

  it('is read in spite of lines that are none', () => {
    const good = JSON.stringify(entry({}));
    expect(readUsage(`${good}\n{"schema":1}\n${good.slice(0, 30)}\n\n${good}\n`)).toEqual([entry({}), entry({})]);
  });
});

describe('what local use has saved', () => {
  const price = {
    ...{ model: 'claude-sonnet-4-5', provider: 'anthropic', source: 'a page', checkedOn: '2026-11-22' },
    prices: { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 },
  };

  it('is the price of its tokens elsewhere, and counts no use of servers that send bills', () => {
    const own = { engine: 'local', place: 'own' as const };
    const totals = totalsOf([
      entry({ ...own, promptTokens: 10_000, reusedTokens: 8000, generatedTokens: 1000 }),
      entry({ promptTokens: 1_000_000 }),
    ]);
    // 2,000 x 3 + 8,000 x 0.30 + 1,000 x 15 per million.
    expect(savingsAt(price, totals)).toEqual({ usd: expect.closeTo(0.0234, 12), tokens: 11_000 });
  });

  it('is not told where a price is missing', () => {
    const totals = totalsOf([entry({ place: 'own' })]);
    expect(savingsAt({ ...price, prices: { input: 1, output: null } }, totals)).toBeNull();
  });
});
