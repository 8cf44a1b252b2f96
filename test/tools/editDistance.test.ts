import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../src/tools/editDistance.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['abc', 'abc', 0],
  ])('of %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b, 10)).toBe(distance);
  });

  it('says so when there are more edits than the limit', () => {
    expect(editDistance('kitten', 'sitting', 2)).toBe(3);
    expect(editDistance('a'.repeat(1_000_000), 'b'.repeat(1_000_000), 3)).toBe(4);
  });

  it('is what the whole table gives, for every limit', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 14 });
    fc.assert(
      fc.property(texts, texts, fc.nat(16), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(wholeTable(a, b), limit + 1));
      }),
    );
  });
});

/** By the definition. */
function wholeTable(a: string, b: string): number {
  let above = [...Array(b.length + 1).keys()];
  for (const [index, character] of [...a].entries()) {
    const current = [index + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (above[column] ?? 0) + (character === other ? 0 : 1);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
