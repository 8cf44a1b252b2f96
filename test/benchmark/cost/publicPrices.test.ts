import { describe, expect, it } from 'vitest';
import type { Price } from '../../../src/benchmark/cost/price.ts';
import { publicPriceLists } from '../../../src/benchmark/cost/publicPrices.ts';

const day = '2026-11-30';
const read = (id: string, answer: unknown) => {
  const list = publicPriceLists.find((one) => one.id === id);
  if (list === undefined) throw new Error(`no list ${id}`);
  return list.read(answer, day);
};

describe('models.dev', () => {
  const of = (cost: unknown) => read('models.dev', { openai: { models: { m: { cost } } } });
  const price = (rest: Pick<Price, 'prices'> & Partial<Price>): Price => ({
    ...{ model: 'm', provider: 'openai', effectiveFrom: day, source: 'models.dev/api.json', checkedOn: day },
    ...rest,
  });

  it('is read in dollars per million tokens', () => {
    expect(of({ input: 2, output: 10, cache_read: 0.1, cache_write: 2.5, reasoning: 10 })).toEqual({
      prices: [price({ prices: { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 } })],
      leftOut: 0,
    });
  });

  it('has its price for long prompts in one of two ways, and the newer counts', () => {
    const above = (promptTokens: number) => ({ promptTokens, prices: { input: 4, output: 15 } });
    const long = { input: 4, output: 15 };
    expect(of({ input: 2, output: 10, context_over_200k: long }).prices).toEqual([
      price({ prices: { input: 2, output: 10 }, above: above(200_000) }),
    ]);
    const tiers = [{ ...long, tier: { type: 'context', size: 272_000 } }];
    expect(of({ input: 2, output: 10, context_over_200k: { input: 9, output: 9 }, tiers }).prices).toEqual([
      price({ prices: { input: 2, output: 10 }, above: above(272_000) }),
    ]);
  });

  it.each([
    ['no price at all', undefined],
    ['an answer without a price', { input: 1 }],
    ['a negative price', { input: -1, output: 1 }],
    ['a price that is none', { input: Number.POSITIVE_INFINITY, output: 1 }],
    ['text', { input: '1', output: '2' }],
    ['two steps, which the format has no room for', { input: 1, output: 1, tiers: [tier(10), tier(20)] }],
    ['a step by something else', { input: 1, output: 1, tiers: [{ ...tier(10), tier: { type: 'time', size: 1 } }] }],
  ])('leaves out and counts a model with %s', (_name, cost) => {
    expect(of(cost)).toEqual({ prices: [], leftOut: 1 });
  });

  it('gives nothing of providers that no endpoint is for, nor of names that are none', () => {
    const cost = { input: 1, output: 1 };
    const answer = {
      stranger: { models: { m: { cost } } },
      openai: { models: { 'a b': { cost }, 'a\u202Eb': { cost } } },
    };
    expect(read('models.dev', answer)).toEqual({ prices: [], leftOut: 2 });
  });

  function tier(size: number) {
    return { input: 1, output: 1, tier: { type: 'context', size } };
  }
});

describe('OpenRouter', () => {
  it('is read from dollars per token, as text', () => {
    const pricing = { prompt: '0.00000025', completion: '0.000002', input_cache_read: '2.5e-8', image: '0' };
    const { prices, leftOut } = read('openrouter', { data: [{ id: 'qwen/qwen3.5-plus', pricing }] });
    expect(prices.map(({ model, prices: found }) => ({ model, found }))).toEqual([
      { model: 'qwen/qwen3.5-plus', found: { input: 0.25, output: 2, cacheRead: 0.025 } },
    ]);
    expect(leftOut).toBe(0);
  });

  it('leaves out what has a price that depends', () => {
    const pricing = { prompt: '-1', completion: '-1' };
    expect(read('openrouter', { data: [{ id: 'openrouter/auto', pricing }] })).toEqual({ prices: [], leftOut: 1 });
  });
});

it.each([[null], [[]], ['<html>'], [{ data: 'x' }], [{ openai: { models: [1] } }]])(
  'a list of another shape is refused or empty: %j',
  (answer) => {
    for (const { id } of publicPriceLists) {
      const outcome = (() => {
        try {
          return read(id, answer).prices.length;
        } catch {
          return 0;
        }
      })();
      expect(outcome).toBe(0);
    }
  },
);
