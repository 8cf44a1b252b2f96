import fc from 'fast-check';
import { toyControlTexts } from './toyVocabulary.ts';

/** Text that is rich in control tokens, whole, nested and in pieces. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...toyControlTexts),
      fc.constantFrom(...toyControlTexts).chain((text) => fc.nat(text.length).map((end) => text.slice(0, end))),
      fc.constantFrom(...toyControlTexts).chain((text) => fc.nat(text.length).map((start) => text.slice(start))),
      fc.constantFrom('<', '>', '|', '\uF8E0', '\uF8E1', '\uF8E2', '\uF8E20', '\n', ' '),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
