import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InfillRequest } from '../../src/engine/engine.ts';
import type { InfillOrder } from '../../src/engine/infillAbility.ts';
import { layOutInfill as layOut } from '../../src/prompt/infillLayout.ts';
import type { Vocabulary } from '../../src/prompt/vocabulary.ts';
import { hostileText } from './hostileText.ts';
import { isToyControl, spellToy, toyVocabulary } from './toyVocabulary.ts';

const request: InfillRequest = {
  repository: 'repo',
  contextFiles: [],
  path: 'src/a.ts',
  prefix: 'one\n  tw',
  suffix: 'o\nthree',
  stop: { kind: 'line' },
  maxTokens: 8,
};

const layOutInfill = (vocabulary: Vocabulary, hole: InfillRequest, order: InfillOrder = 'prefix-suffix-middle') =>
  layOut(vocabulary, hole, order);

test('without context files the hole stands alone, and the checkpoint is at the cursor line', () => {
  const layout = layOutInfill(toyVocabulary, request);
  expect(spellToy(layout?.tokens ?? [])).toBe('⟦<|fim_prefix|>⟧one\n  tw⟦<|fim_suffix|>⟧o\nthree⟦<|fim_middle|>⟧');
  expect(layout?.checkpoints.map((count) => spellToy(layout.tokens.slice(0, count)))).toEqual([
    '⟦<|fim_prefix|>⟧one\n',
  ]);
});

test('with context files it is the repository form, with a checkpoint after the files', () => {
  const layout = layOutInfill(toyVocabulary, { ...request, contextFiles: [{ path: 'b.ts', text: 'B' }] });
  const files = '⟦<|repo_name|>⟧repo\n⟦<|file_sep|>⟧b.ts\nB\n';
  expect(spellToy(layout?.tokens ?? [])).toBe(
    `${files}⟦<|file_sep|>⟧src/a.ts\n⟦<|fim_prefix|>⟧one\n  tw⟦<|fim_suffix|>⟧o\nthree⟦<|fim_middle|>⟧`,
  );
  expect(layout?.checkpoints.map((count) => spellToy(layout.tokens.slice(0, count)).length)).toEqual([
    files.length,
    `${files}⟦<|file_sep|>⟧src/a.ts\n⟦<|fim_prefix|>⟧one\n`.length,
  ]);
});

test('typing on the cursor line leaves everything before the checkpoint as it was', () => {
  const before = layOutInfill(toyVocabulary, request);
  const after = layOutInfill(toyVocabulary, { ...request, prefix: `${request.prefix}ooo` });
  const [count] = before?.checkpoints ?? [];
  expect(after?.checkpoints).toEqual([count]);
  expect(after?.tokens.slice(0, count)).toEqual(before?.tokens.slice(0, count));
});

test('with the suffix first, everything before the cursor line stays, and what is typed is appended', () => {
  const order = 'suffix-prefix-middle';
  const files = [{ path: 'b.ts', text: 'B' }];
  const before = layOutInfill(toyVocabulary, { ...request, contextFiles: files }, order);
  const start = '⟦<|repo_name|>⟧repo\n⟦<|file_sep|>⟧b.ts\nB\n';
  const lineStart = `${start}⟦<|file_sep|>⟧src/a.ts\n⟦<|fim_suffix|>⟧o\nthree⟦<|fim_prefix|>⟧one\n`;
  expect(spellToy(before?.tokens ?? [])).toBe(`${lineStart}  tw⟦<|fim_middle|>⟧`);
  expect(before?.checkpoints.map((count) => spellToy(before.tokens.slice(0, count)))).toEqual([start, lineStart]);
  const after = layOutInfill(toyVocabulary, { ...request, contextFiles: files, prefix: `${request.prefix}o` }, order);
  expect(after?.tokens.slice(0, -2)).toEqual(before?.tokens.slice(0, -1));
});

test('a vocabulary without the marks has no layout', () => {
  expect(layOutInfill({ ...toyVocabulary, controlId: () => undefined }, request)).toBeUndefined();
});

test('no content adds a control token', () => {
  const build = (text: string) =>
    layOutInfill(toyVocabulary, {
      ...request,
      repository: text,
      path: text,
      contextFiles: [{ path: text, text }],
      prefix: text,
      suffix: text,
    });
  const expected = build('x')?.tokens.filter(isToyControl);
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(build(text)?.tokens.filter(isToyControl)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});
