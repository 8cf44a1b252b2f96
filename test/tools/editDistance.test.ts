import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonSubsequenceLength, editDistance } from '../../src/tools/editDistance.ts';

/** Long enough for several blocks of 32 rows. */
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\u{1f600}', '\r\n'), maxLength: 110 });

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['abc', 'abc', 0],
    ['x'.repeat(100), 'y'.repeat(70), 100],
  ])('of %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is what the whole table gives', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(editDistance(a, b)).toBe(wholeTable(a, b, 1));
      }),
    );
  });

  it('is a distance: the same both ways, and never longer than by way of a third text', () => {
    fc.assert(
      fc.property(texts, texts, texts, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

describe('commonSubsequenceLength', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 0],
    ['kitten', 'sitting', 4],
    ['abc', 'abc', 3],
    ['ab'.repeat(50), 'ba'.repeat(50), 99],
  ])('of %j and %j is %i', (a, b, length) => {
    expect(commonSubsequenceLength(a, b)).toBe(length);
  });

  it('leaves what must be inserted and deleted when nothing can be replaced', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(a.length + b.length - 2 * commonSubsequenceLength(a, b)).toBe(wholeTable(a, b, 2));
      }),
    );
  });
});

/** By the definition, in UTF-16 units. `replacing` costs so much. */
function wholeTable(a: string, b: string, replacing: number): number {
  let above = [...Array(b.length + 1).keys()];
  for (const [index, unit] of a.split('').entries()) {
    const current = [index + 1];
    for (const [column, other] of b.split('').entries()) {
      const replaced = (above[column] ?? 0) + (unit === other ? 0 : replacing);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
