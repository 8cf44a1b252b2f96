import { describe, expect, it } from 'vitest';
import { type Price, priceListSchema } from '../../../src/benchmark/cost/price.ts';
import { knownPrices, priceInForce } from '../../../src/benchmark/cost/priceInForce.ts';
import { apiModels } from '../../../src/providers/apiModels.ts';

const row = (model: string, input: number, effectiveFrom?: string): Price => ({
  model,
  provider: 'someone',
  prices: { input, output: 1 },
  source: 'a page',
  checkedOn: '2026-01-01',
  ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
});

describe('the known prices', () => {
  it('are of every API model that is known, each with source and day', () => {
    const priced = new Set(knownPrices.map(({ model }) => model));
    expect(apiModels.map(({ id }) => id).filter((id) => !priced.has(id))).toEqual([]);
    for (const { source, checkedOn } of knownPrices) {
      expect(source).not.toBe('');
      expect(checkedOn).toMatch(/^2026-/);
    }
  });

  it.each([
    ['gpt-5', { input: 1.25, cacheRead: 0.125, output: 10 }],
    ['gpt-6.1-terra', { input: 1, cacheRead: 0.05, cacheWrite: 1.25, output: 5 }],
    ['claude-sonnet-4-5', { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 }],
    ['claude-sonnet-4-5-20250929', { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 }],
    ['anthropic/claude-opus-5-5', { input: 4, cacheRead: 0.2, output: 20 }],
    ['qwen3.5-flash', { input: 0.1, output: null }],
  ])('say of %s %j', (model, prices) => {
    expect(priceInForce(model, '2026-11-24')?.prices).toEqual(prices);
  });
});

describe('priceInForce', () => {
  const known = [row('m', 3, '2026-06-01'), row('m', 1), row('m', 2, '2026-03-01')];

  it.each([
    ['2020-01-01', 1],
    ['2026-02-28', 1],
    ['2026-03-01', 2],
    ['2026-05-31', 2],
    ['2026-06-01', 3],
    ['2030-01-01', 3],
  ])('takes on %s the row that took effect last', (day, input) => {
    expect(priceInForce('m', day, [], known)?.prices.input).toBe(input);
  });

  it('has none for a model that is not listed, nor before the first row takes effect', () => {
    expect(priceInForce('other', '2026-01-01', [], known)).toBeNull();
    expect(priceInForce('gpt-6.1-sol', '2026-09-29')).toBeNull();
    expect(priceInForce('gpt-6.1-sol', '2026-09-30')?.prices.input).toBe(2);
  });

  it("puts a user's rows before the known ones, and takes models that only the user knows", () => {
    const own = [row('m', 9), row('mine', 4, '2026-02-01')];
    expect(priceInForce('m', '2026-06-02', own, known)?.prices.input).toBe(9);
    expect(priceInForce('mine', '2026-02-01', own, known)?.prices.input).toBe(4);
    expect(priceInForce('mine', '2026-01-31', own, known)).toBeNull();
    expect(priceInForce('m', '2026-06-02', [row('m', 9, '2027-01-01')], known)?.prices.input).toBe(3);
  });

  it('prefers a row of the very version', () => {
    const rows = [row('m', 1), row('m-2026-01-02', 5)];
    expect(priceInForce('m-2026-01-02', '2026-06-01', [], rows)?.prices.input).toBe(5);
    expect(priceInForce('m-2026-02-02', '2026-06-01', [], rows)?.prices.input).toBe(1);
  });

  it('refuses rows of another shape', () => {
    expect(priceListSchema.safeParse([{ ...row('m', 1), prices: { input: -1, output: 1 } }]).success).toBe(false);
    expect(priceListSchema.safeParse([{ ...row('m', 1), source: '' }]).success).toBe(false);
    expect(priceListSchema.safeParse([row('m', 1)]).success).toBe(true);
  });
});
