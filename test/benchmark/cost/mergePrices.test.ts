import { describe, expect, it } from 'vitest';
import { mergePrices } from '../../../src/benchmark/cost/mergePrices.ts';
import type { Price } from '../../../src/benchmark/cost/price.ts';
import { priceChanges } from '../../../src/benchmark/cost/priceChanges.ts';
import { priceInForce } from '../../../src/benchmark/cost/priceInForce.ts';

const day = '2026-11-30';
const row = (model: string, input: number, checkedOn: string, effectiveFrom?: string): Price => ({
  ...{ model, provider: 'someone', prices: { input, output: 1 }, source: 'a list', checkedOn },
  ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
});
const known = [row('m', 1, '2026-11-01')];
const inputOf = (rows: readonly Price[], on = day): number | undefined =>
  priceInForce('m', on, rows, known)?.prices.input;

describe('which price counts', () => {
  it('is the one of a public list, from the day on which it was asked', () => {
    const rows = mergePrices({ user: [], refreshed: [row('m', 2, '2026-11-20', '2026-11-20')] }, day, known);
    expect([inputOf(rows), inputOf(rows, '2026-11-19')]).toEqual([2, 1]);
  });

  it('is the built-in one, when that was checked later', () => {
    const rows = mergePrices({ user: [], refreshed: [row('m', 2, '2026-10-01', '2026-10-01')] }, day, known);
    expect(inputOf(rows)).toBe(1);
  });

  it('is the one in the settings, whatever a list says, also of a dated version of the model', () => {
    const user = [{ model: 'm', input: 7, output: 8, cacheRead: 0.5 }];
    const refreshed = [row('m', 2, day, day), row('m-2026-11-01', 3, day, day)];
    const rows = mergePrices({ user, refreshed }, day, known);
    expect(inputOf(rows)).toBe(7);
    expect(priceInForce('m-2026-11-01', day, rows, known)).toEqual({
      ...{ model: 'm', provider: 'settings', prices: { input: 7, output: 8, cacheRead: 0.5 } },
      ...{ source: 'the setting parity.prices', checkedOn: day },
    });
  });

  it('is that of the settings from the day that it names, and another before', () => {
    const rows = mergePrices(
      { user: [{ model: 'm', input: 7, output: 8, effectiveFrom: '2026-12-01' }], refreshed: [] },
      day,
      known,
    );
    expect([inputOf(rows), inputOf(rows, '2026-12-01')]).toEqual([1, 7]);
  });
});

describe('what a list changes', () => {
  it('is told for models that matter, with how much', () => {
    const found = [row('gpt-5', 12.5, day), row('new', 2, day), row('unasked', 3, day)];
    const changes = priceChanges(found, { before: [], models: ['gpt-5', 'new', 'gone'], day });
    expect(changes.map(({ model, before, ratio }) => ({ model, before: before?.input ?? null, ratio }))).toEqual([
      // Of 1.25 and 10: the input is ten times the price, the output a tenth.
      { model: 'gpt-5', before: 1.25, ratio: 10 },
      { model: 'new', before: null, ratio: null },
    ]);
  });

  it('is nothing where the price stays', () => {
    const same = { ...row('m', 1, day), prices: { input: 1, output: 1 } };
    expect(priceChanges([same], { before: [row('m', 1, day)], models: ['m'], day })).toEqual([]);
  });
});
