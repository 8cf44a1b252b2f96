import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBuilds } from '../../src/process/buildOrder.ts';

test.each([
  ['0.1.0+aaa', '0.2.0+aaa'],
  ['0.9.0+zzz', '0.10.0+aaa'],
  ['1.0.0+aaa', '1.0.0+aab'],
  ['development', '0.0.1+aaa'],
])('%s comes before %s', (older, newer) => {
  expect(compareBuilds(older, newer)).toBeLessThan(0);
  expect(compareBuilds(newer, older)).toBeGreaterThan(0);
});

test('of any builds the order is total: never are two of them both the newer one', () => {
  const build = fc.oneof(
    fc
      .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom('a', 'b', ''))
      .map(([a, b, c, d]) => `${a}.${b}.${c}+${d}`),
    fc.constantFrom('development', '', '1.0', '1.0.0'),
  );
  fc.assert(
    fc.property(build, build, build, (a, b, c) => {
      expect(Math.sign(compareBuilds(a, b))).toBe(0 - Math.sign(compareBuilds(b, a)));
      expect(compareBuilds(a, b) === 0).toBe(a === b);
      if (compareBuilds(a, b) < 0 && compareBuilds(b, c) < 0) expect(compareBuilds(a, c)).toBeLessThan(0);
    }),
  );
});
