import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableText } from '../../../src/benchmark/scoring/comparableText.ts';
import { editSimilarity } from '../../../src/benchmark/scoring/editSimilarity.ts';

describe('editSimilarity', () => {
  it.each([
    ['kitten', 'sitting', 0.571429, 0.615385],
    ['const x = 1;', 'let x = 1;', 0.666667, 0.727273],
    ['if (x > 0) {', 'if (x >= 0) {', 0.923077, 0.96],
    ['self.count += 1', 'self.count = self.count + 1', 0.481481, 0.666667],
    ['', '', 1, 1],
    ['', 'a', 0, 0],
  ])('of %j and %j is %f by Levenshtein, %f by insertions and deletions', (a, b, levenshtein, indel) => {
    expect(editSimilarity(a, b).levenshtein).toBeCloseTo(levenshtein, 6);
    expect(editSimilarity(a, b).indel).toBeCloseTo(indel, 6);
  });

  it('is symmetric, from 0 to 1, and 1 for equal texts alone', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (a, b) => {
        const similarity = editSimilarity(a, b);
        expect(similarity).toEqual(editSimilarity(b, a));
        for (const value of [similarity.levenshtein, similarity.indel]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(value === 1).toBe(a === b);
        }
      }),
    );
  });
});

describe('comparableText', () => {
  it.each([
    ['a\r\nb\r\n', 'a\nb'],
    ['a  \n\tb\t\n\n', 'a\n\tb'],
    ['  a', '  a'],
    ['', ''],
    [' \n \n', ''],
  ])('of %j is %j', (text, comparable) => {
    expect(comparableText(text)).toBe(comparable);
  });

  it('changes nothing a second time', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '\t') });
    fc.assert(fc.property(text, (given) => comparableText(comparableText(given)) === comparableText(given)));
  });
});
