import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeContent, unescapeContent } from '../../src/prompt/contentEscape.ts';
import { encodeContent } from '../../src/prompt/vocabulary.ts';
import { hostileText } from './hostileText.ts';
import { isToyControl, spellToy, toyVocabulary } from './toyVocabulary.ts';

test('plain encoding does forge tokens, which is why content is cut', () => {
  expect(toyVocabulary.encode('a<think>b').some(isToyControl)).toBe(true);
});

test('content becomes ordinary tokens that spell it, whatever it spells', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const tokens = encodeContent(toyVocabulary, text);
      expect(tokens.some(isToyControl)).toBe(false);
      expect(spellToy(tokens)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('escaping is undone exactly and leaves no angle bracket', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const escaped = escapeContent(text);
      expect(escaped).not.toMatch(/[<>]/);
      expect(unescapeContent(escaped)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});
