import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSpan, byteCount, missingSpans, prefixEnd } from '../../../src/models/download/spans.ts';

const size = 40;
const span = fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));

test('spans say of each byte whether it was added', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), span, (added, within) => {
      const spans = added.reduce(addSpan, []);
      const isAdded = (byte: number): boolean => added.some(({ start, end }) => byte >= start && byte < end);
      const bytes = Array.from({ length: size }, (_, byte) => byte);
      const known = bytes.filter(isAdded);
      expect(byteCount(spans)).toBe(known.length);
      const firstGap = bytes.find((byte) => !isAdded(byte)) ?? size;
      expect(prefixEnd(spans)).toBe(firstGap);
      const missing = missingSpans(spans, within).flatMap(({ start, end }) =>
        Array.from({ length: end - start }, (_, index) => start + index),
      );
      expect(missing).toEqual(bytes.filter((byte) => byte >= within.start && byte < within.end && !isAdded(byte)));
      // Sorted, and no two of them touch.
      expect(spans.every(({ start }, index) => start > (spans[index - 1]?.end ?? -1))).toBe(true);
    }),
  );
});
