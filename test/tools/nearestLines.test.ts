import { describe, expect, it } from 'vitest';
import { nearestLines } from '../../src/tools/nearestLines.ts';

const file = ['function add(a, b) {', 'return a + b;', '}', '', 'function subtract(a, b) {', 'return a - b;', '}'];

describe('nearestLines', () => {
  it.each([
    ['the same block', file.slice(4, 7), 4, 1],
    ['a block with a wrong name', ['function substract(a, b) {', 'return a - b;', '}'], 4, 0.97],
    ['one line, slightly wrong', ['function subtract(x, y) {'], 4, 0.92],
    ['a block that reaches past the end', ['return a - b;', '}', 'export {};'], 5, 0.5],
  ])('finds %s', (_, wanted, start, atLeast) => {
    const [best] = nearestLines(file, wanted);
    expect(best?.start).toBe(start);
    expect(best?.similarity).toBeGreaterThanOrEqual(atLeast);
  });

  it('finds nothing where nothing is alike', () => {
    expect(nearestLines(file, ['zzzzz'])).toEqual([]);
    expect(nearestLines([''], ['x'])).toEqual([]);
  });

  it('puts the best place first', () => {
    const similarities = nearestLines(file, ['function add(x, y) {', 'return x + y;', '}']).map(
      (found) => found.similarity,
    );
    expect(similarities.length).toBeGreaterThan(1);
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
  });

  it('says when a place was too long to measure', () => {
    const [best] = nearestLines(['shared line', 'x'.repeat(3_000)], ['shared line', 'x'.repeat(3_001)]);
    expect(best).toMatchObject({ start: 0, isMeasured: false });
  });

  it('gives up comparing rather than hang on huge texts', { timeout: 30_000 }, () => {
    // Measured in full, these would take minutes.
    const long = Array.from({ length: 300 }, (_, index) => `${index} ${'abcdefg '.repeat(230)}`);
    const windows = nearestLines(
      long,
      long.map((line) => line.replace('abc', 'xyz')),
    );
    expect(windows.some(({ isMeasured }) => !isMeasured)).toBe(true);
    expect(nearestLines(['x'.repeat(5_000_000)], ['y'.repeat(5_000_000)])).toEqual([]);
  });
});
