import { describe, expect, it } from 'vitest';
import { editSummary } from '../../src/chat/editSummary.ts';

describe('editSummary', () => {
  it('counts lines and shows them with three lines around', () => {
    const before = 'a\nb\nc\nd\ne\nf\n';
    expect(editSummary({ path: 'x.ts', before, after: 'a\nb\nc\nd\nE\nE2\nf\n' })).toEqual({
      path: 'x.ts',
      addedLines: 2,
      removedLines: 1,
      diff: '@@ -2,5 +2,6 @@\n b\n c\n d\n-e\n+E\n+E2\n f',
    });
  });

  it('shows a new file as added lines', () => {
    expect(editSummary({ path: 'x.ts', before: '', after: 'a\n' })).toMatchObject({ addedLines: 1, removedLines: 0 });
  });

  it('counts but does not spell out a change too large to read', () => {
    const lines = (letter: string): string => Array.from({ length: 3_000 }, (_, n) => `${letter}${n}\n`).join('');
    expect(editSummary({ path: 'x.ts', before: lines('a'), after: lines('b') })).toEqual({
      path: 'x.ts',
      addedLines: 3_000,
      removedLines: 3_000,
      diff: '',
    });
  });
});
