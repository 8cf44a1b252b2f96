import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakEven } from '../../../src/benchmark/cost/breakEven.ts';
import { energyCostUsd, energyWh, hardwareUsdPerDay, localUsdPerToken } from '../../../src/benchmark/cost/localCost.ts';

describe('the cost of a local model', () => {
  it('is the energy beyond the idle machine at the price of power', () => {
    expect(energyCostUsd(energyWh(350, 0, 600), 0.3)).toBeCloseTo(0.0175, 12);
    expect(energyWh(350, 50, 600)).toBeCloseTo(50, 12);
    expect(energyWh(40, 50, 600)).toBe(0);
  });

  it('is the hardware by the day and the power by the token', () => {
    expect(hardwareUsdPerDay(1999, 3)).toBeCloseTo(1.82557, 5);
    expect(localUsdPerToken(300, 60, 0.3) * 1e6).toBeCloseTo(0.41667, 5);
  });
});

describe('breakEven', () => {
  const machine = {
    hardwareUsdPerDay: hardwareUsdPerDay(1999, 3),
    localUsdPerToken: localUsdPerToken(300, 60, 0.3),
    tokensPerSecond: 60,
  };

  it.each([
    [2, 1_152_992],
    [10, 190_494],
  ])('against $%i per million is at %i tokens a day', (usdPerMillion, tokensPerDay) => {
    const found = breakEven({ ...machine, apiUsdPerToken: usdPerMillion / 1e6 });
    expect(found).toMatchObject({ kind: 'at', capacity: 5_184_000 });
    if (found.kind === 'at') expect(Math.round(found.tokensPerDay)).toBe(tokensPerDay);
  });

  it('is beyond what the machine makes, or never, against a cheap API', () => {
    expect(breakEven({ ...machine, apiUsdPerToken: 0.5e-6 }).kind).toBe('beyond-capacity');
    expect(breakEven({ ...machine, apiUsdPerToken: 0.4e-6 })).toEqual({ kind: 'never', capacity: 5_184_000 });
  });

  it('is where both cost the same, and falls as the API grows dearer', () => {
    const price = fc.double({ min: 0.45e-6, max: 1e-4, noNaN: true });
    fc.assert(
      fc.property(price, (apiUsdPerToken) => {
        const found = breakEven({ ...machine, apiUsdPerToken });
        if (found.kind === 'never') throw new Error('dearer than the energy');
        const local = machine.hardwareUsdPerDay + machine.localUsdPerToken * found.tokensPerDay;
        expect(local).toBeCloseTo(apiUsdPerToken * found.tokensPerDay, 6);
        const dearer = breakEven({ ...machine, apiUsdPerToken: apiUsdPerToken * 2 });
        if (dearer.kind === 'never') throw new Error('dearer still');
        expect(dearer.tokensPerDay).toBeLessThan(found.tokensPerDay);
      }),
    );
  });
});
