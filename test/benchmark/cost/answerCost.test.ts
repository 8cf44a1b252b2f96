import { expect, it } from 'vitest';
import { answerCost } from '../../../src/benchmark/cost/answerCost.ts';
import type { Price } from '../../../src/benchmark/cost/price.ts';

const price: Price = {
  ...{ model: 'm', provider: 'p', source: 's', checkedOn: '2026-11-01' },
  prices: { input: 1.25, output: 10, cacheRead: 0.125 },
};
const usage = {
  ...{ promptTokens: 10_000, reusedTokens: 8_000, evaluatedTokens: 2_000, generatedTokens: 1_000 },
  ...{ firstTokenMs: 1, totalMs: 2 },
};

it('adds up the requests of an answer', () => {
  expect(answerCost(price, [usage, usage])).toEqual({
    kind: 'known',
    usd: expect.closeTo(0.027, 9),
    isUpperBound: false,
  });
});

it('is at most what it would be at full price, where the price of cached tokens is not known', () => {
  const { cacheRead: _, ...prices } = price.prices;
  expect(answerCost({ ...price, prices }, [usage])).toMatchObject({ kind: 'known', isUpperBound: true });
});

it('is not known, rather than nothing, without a price or where a request did not tell what it took', () => {
  expect(answerCost(null, [usage])).toEqual({ kind: 'unknown' });
  expect(answerCost(price, undefined)).toEqual({ kind: 'unknown' });
  expect(answerCost({ ...price, prices: { ...price.prices, output: null } }, [usage])).toEqual({ kind: 'unknown' });
});

it('is none on a machine of our own', () => {
  expect(answerCost(undefined, undefined)).toEqual({ kind: 'none' });
});
