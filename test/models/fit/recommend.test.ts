import { expect, test } from 'vitest';
import { catalogue } from '../../../src/models/catalogue/catalogue.ts';
import type { FitHardware } from '../../../src/models/fit/fitHardware.ts';
import { type Recommendation, type Recommendations, recommend } from '../../../src/models/fit/recommend.ts';
import { apple, card, machine } from './machines.ts';

const contextTokens = 8192;

function recommendations(hardware: FitHardware): Recommendations {
  return recommend(catalogue(), hardware, contextTokens);
}

function best(hardware: FitHardware): Recommendation {
  const result = recommendations(hardware);
  if (result.kind === 'none') throw new Error(`nothing fits: ${JSON.stringify(result.missing)}`);
  return result.ranked[0];
}

test.each([
  ['a virtual machine of 4 GB', machine(4, 2), '2B Q4_K_M processor comfortable'],
  ['a laptop of 8 GB', machine(8, 4), '4B UD-Q4_K_XL processor comfortable'],
  ['a laptop of 16 GB', machine(16, 8), '4B UD-Q4_K_XL processor comfortable'],
  ['two cores with more memory', machine(16, 2), '2B UD-Q4_K_XL processor comfortable'],
  // The 35B-A3B would take all the room there is, and read a prompt of 2,000 tokens for more than a minute.
  ['two cores that can just hold the experts', machine(24, 2), '2B UD-Q4_K_XL processor comfortable'],
  ['four cores that can just hold the experts', machine(24, 4), '4B UD-Q4_K_XL processor comfortable'],
  ['four cores with room for the experts', machine(32, 4), '35B-A3B UD-Q3_K_XL processor comfortable'],
  ['a desktop of 32 GB', machine(32, 8), '35B-A3B UD-Q3_K_XL processor fast'],
  ['an Apple chip with 16 GB', apple(16), '9B UD-Q4_K_XL gpu comfortable'],
  ['the same on battery', apple(16, { isOnBattery: true }), '4B UD-Q4_K_XL gpu fast'],
  ['an Apple chip with 32 GB', apple(32), '35B-A3B UD-Q3_K_XL gpu fast'],
  ['an Apple chip with 128 GB', apple(128), '122B-A10B UD-Q4_K_XL gpu fast'],
  ['a card of 4 GB', machine(16, 6, { gpus: [card(4)] }), '2B UD-Q4_K_XL gpu fast'],
  ['a card of 8 GB', machine(32, 8, { gpus: [card(8)] }), '9B UD-Q4_K_XL gpu fast'],
  ['a card of 24 GB', machine(64, 12, { gpus: [card(24)] }), '35B-A3B UD-Q4_K_XL gpu fast'],
  ['two cards of 24 GB', machine(64, 16, { gpus: [card(24), card(24)] }), '35B-A3B Q6_K gpu fast'],
  ['a workstation of 128 GB', machine(128, 32), '122B-A10B UD-Q4_K_XL processor comfortable'],
  [
    'four cards of 80 GB',
    machine(512, 64, { gpus: [1, 2, 3, 4].map(() => card(80)) }),
    '397B-A17B UD-Q4_K_XL gpu fast',
  ],
])('%s', (_, hardware, expected) => {
  const { model, quant, reason } = best(hardware);
  expect(`${model.size} ${quant.name} ${reason.place} ${reason.speed}`).toBe(expected);
});

test('without memory for the smallest the starter model is left, and it is said what is missing', () => {
  expect(recommendations(machine(2, 1))).toMatchObject({
    kind: 'none',
    missing: 'memory',
    smallest: { size: '0.8B' },
    missingBytes: expect.closeTo(0.69e9, -8),
  });
});

test('without room on the disk for the smallest the starter model is left', () => {
  const missing = recommendations(machine(16, 8, { diskFreeBytes: 1.5e9 }));
  expect(missing).toMatchObject({ kind: 'none', missing: 'disk', smallest: { size: '0.8B' } });
  expect(missing.kind === 'none' && missing.missingBytes).toBeGreaterThan(1e9);
});

test('a disk with little room gets what fits on it', () => {
  const { model, reason } = best(machine(64, 12, { gpus: [card(24)], diskFreeBytes: 10e9 }));
  expect(model.size).toBe('9B');
  expect(reason.larger).toMatchObject({ model: { size: '27B' }, why: { kind: 'no-disk-space' } });
});

test.each([
  ['laptop of 8 GB', machine(8, 4), '9B', 'does-not-fit'],
  ['laptop of 16 GB', machine(16, 8), '9B', 'slower'],
  ['machine of 24 GB with two cores', machine(24, 2), '35B-A3B', 'fewer-bits'],
  ['machine of 24 GB with eight cores', machine(24, 8), '35B-A3B', 'tight'],
  ['Apple chip on battery', apple(16, { isOnBattery: true }), '9B', 'on-battery'],
  ['card of 4 GB', machine(16, 6, { gpus: [card(4)] }), '4B', 'not-on-gpu'],
])('the reason says why the next larger model is not it: %s', (_, hardware, size, kind) => {
  expect(best(hardware).reason.larger).toMatchObject({ model: { size }, why: { kind } });
});

test('every recommendation fits, has speed, and each model comes once', () => {
  const machines = [machine(4, 2), machine(16, 8), apple(32), machine(64, 12, { gpus: [card(24)] }), machine(512, 64)];
  for (const hardware of machines) {
    const result = recommendations(hardware);
    const ranked = result.kind === 'some' ? result.ranked : [];
    expect(ranked.length).toBeGreaterThan(0);
    for (const { verdict, reason } of ranked) {
      expect(verdict.kind).not.toBe('does-not-fit');
      expect(verdict.speed).toBeDefined();
      expect(reason.spareBytes).toBeGreaterThanOrEqual(0);
    }
    const ids = ranked.map(({ model }) => model.id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('a longer chat can cost the model', () => {
  const hardware = machine(64, 12, { gpus: [card(24)] });
  const long = recommend(catalogue(), hardware, 262_144);
  expect(long.kind === 'some' && long.ranked[0].verdict.contextTokens).toBe(262_144);
  expect(long.kind === 'some' && long.ranked[0].quant.name).not.toBe(best(hardware).quant.name);
});
