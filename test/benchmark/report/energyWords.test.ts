import { expect, it } from 'vitest';
import { energyBasisText, energyText } from '../../../src/benchmark/report/energyWords.ts';
import { engineRecord } from './resultFixture.ts';

it.each([
  [1234.5, '1,230 Wh (measured)'],
  [0.5321, '0.532 Wh (measured)'],
  [0.0011037, '0.0011 Wh (measured)'],
])('says %d watt hours with the digits that tell something', (amount, text) => {
  expect(energyText({ engine: engineRecord('a'), energyWh: { amount, basis: 'measured', watts: null } })).toBe(text);
});

it('never says zero for what is not known', () => {
  expect(energyText({ engine: engineRecord('a') })).toBe('not measured');
  expect(energyText({ engine: engineRecord('a', { place: 'remote' }) })).toBe('not known');
});

it('says how energy was told, or why it was not', () => {
  expect(
    energyBasisText({ measuredBy: ['rapl', 'nvidia-smi'], idleWatts: 12.34, usdPerKwh: 0.3, notMeasured: [] }),
  ).toBe('measured by rapl and nvidia-smi, beyond 12.3 W when idle; $0.3 a kilowatt hour');
  const declared = { activeWatts: 350, idleWatts: 50 };
  expect(energyBasisText({ measuredBy: [], declared, notMeasured: ['for root only'] })).toBe(
    'declared 350 W at work, 50 W when idle; for root only',
  );
  expect(energyBasisText({ measuredBy: [], notMeasured: [] })).toBe('neither measured nor declared');
});
