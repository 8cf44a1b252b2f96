import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedSpan } from '../../src/tools/changedSpan.ts';

describe('changedSpan', () => {
  it.each([
    ['abc', 'axc', 'a|b|c', 'a|x|c'],
    ['aa', 'aaa', 'aa||', 'aa|a|'],
    ['a\r\nb', 'a\r\n\r\nb', 'a\r\n||b', 'a\r\n|\r\n|b'],
    ['a\r\n', 'a\r', 'a|\r\n|', 'a|\r|'],
    ['😀', '😁', '|😀|', '|😁|'],
    ['a', 'a', 'a||', 'a||'],
  ])('of %j and %j', (before, after, shownBefore, shownAfter) => {
    const { start, endBefore, endAfter } = changedSpan(before, after);
    expect(`${before.slice(0, start)}|${before.slice(start, endBefore)}|${before.slice(endBefore)}`).toBe(shownBefore);
    expect(`${after.slice(0, start)}|${after.slice(start, endAfter)}|${after.slice(endAfter)}`).toBe(shownAfter);
  });

  it('makes one text the other, whatever they are', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\r', '\n', '\ud83d', '\ude00'), maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const { start, endBefore, endAfter } = changedSpan(before, after);
        expect(before.slice(0, start) + after.slice(start, endAfter) + before.slice(endBefore)).toBe(after);
      }),
    );
  });
});
