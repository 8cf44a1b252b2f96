import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApiRates, type Machine, payback } from '../../../src/benchmark/cost/payback.ts';

const machine: Machine = {
  hardwareUsd: 1999,
  lifeYears: 3,
  activeWatts: 300,
  idleWatts: 0,
  usdPerKwh: 0.3,
  tokensPerSecond: 60,
};
const outputOnly = (outputUsd: number): ApiRates => ({
  inputUsd: 0,
  cachedUsd: 0,
  outputUsd,
  readPerWritten: 0,
  cachedShare: 0,
});
const use = { kind: 'tokens', tokens: 200_000 } as const;

describe('payback', () => {
  it.each([
    [2, 1_152_992],
    [10, 190_494],
  ])('at $%i per million written tokens is at %i tokens a day', (outputUsd, tokensPerDay) => {
    const found = payback(machine, outputOnly(outputUsd), use);
    expect(found.hardwareUsdPerDay).toBeCloseTo(1.82557, 5);
    expect(found.localUsd).toBeCloseTo(0.41667, 5);
    expect(found.breakEven).toMatchObject({ kind: 'at', capacity: 5_184_000 });
    if (found.breakEven.kind === 'at') expect(Math.round(found.breakEven.tokensPerDay)).toBe(tokensPerDay);
  });

  it('counts what is read for each written token, at the cached price where it is cached', () => {
    const rates = { inputUsd: 1.25, cachedUsd: 0.125, outputUsd: 10, readPerWritten: 10, cachedShare: 0.8 };
    // A million written tokens and ten million read: as `requestCost` has it for 10k read, 8k of them cached, 1k written.
    expect(payback(machine, rates, use).apiUsd).toBeCloseTo(13.5, 12);
  });

  it('does not charge what the machine takes anyway', () => {
    const idle = payback({ ...machine, idleWatts: 150 }, outputOnly(2), use);
    expect(idle.localUsd).toBeCloseTo(0.41667 / 2, 5);
    expect(payback({ ...machine, idleWatts: 400 }, outputOnly(2), use).localUsd).toBe(0);
  });

  it('tells the months of a use by the day, in tokens or in hours of work', () => {
    const byTokens = payback(machine, outputOnly(10), use);
    // $1,999 over 200,000 tokens a day, each saving (10 - 0.41667) millionths of a dollar.
    expect(byTokens.months).toBeCloseTo(1999 / (0.2 * (10 - 0.4166667)) / (365 / 12), 4);
    const byHours = payback(machine, outputOnly(10), { kind: 'hours', hours: 2 });
    expect(byHours.servedTokens).toBe(432_000);
  });

  it('saves nothing on what the machine cannot write', () => {
    const found = payback(machine, outputOnly(10), { kind: 'tokens', tokens: 1e9 });
    expect(found.servedTokens).toBe(5_184_000);
    expect(found.wantedTokens).toBe(1e9);
  });

  it('is never where the power costs more than the API, and at once where there is nothing to pay', () => {
    const found = payback(machine, outputOnly(0.4), use);
    expect(found).toMatchObject({ months: null, breakEven: { kind: 'never' } });
    expect(found.savedUsdPerDay).toBeLessThan(0);
    expect(payback({ ...machine, hardwareUsd: 0 }, outputOnly(2), use).months).toBe(0);
  });

  it('is paid at the end of its life with just the tokens of the break-even', () => {
    const price = fc.double({ min: 1, max: 100, noNaN: true });
    fc.assert(
      fc.property(price, fc.integer({ min: 1, max: 10 }), (outputUsd, lifeYears) => {
        const long = { ...machine, lifeYears, tokensPerSecond: 1000 };
        const { breakEven } = payback(long, outputOnly(outputUsd), use);
        if (breakEven.kind !== 'at') return;
        const atThat = payback(long, outputOnly(outputUsd), { kind: 'tokens', tokens: breakEven.tokensPerDay });
        expect(atThat.months).toBeCloseTo(12 * lifeYears, 6);
      }),
    );
  });
});
