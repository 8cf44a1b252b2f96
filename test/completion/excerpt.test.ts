import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../src/completion/estimateTokens.ts';
import { takeExcerpt } from '../../src/completion/excerpt.ts';
import { snapshotAt, snapshotOf } from './snapshotAt.ts';

const charactersPerToken = 3;
const numbered = (count: number): string =>
  Array.from({ length: count }, (_value, index) => `line ${index} of the program\n`).join('');

describe('takeExcerpt', () => {
  it('takes a small document whole', () => {
    const excerpt = takeExcerpt(snapshotAt('a\nb|c\nd\n'), { tokens: 1000, charactersPerToken });
    expect(excerpt).toEqual({ prefix: 'a\nb', suffix: 'c\nd\n', startLine: 0 });
  });

  it('starts a prefix at a line that is a multiple of the step', () => {
    const { prefix, startLine } = takeExcerpt(snapshotOf(numbered(500), ''), { tokens: 1000, charactersPerToken });
    expect(startLine).toBeGreaterThan(0);
    expect(startLine % 16).toBe(0);
    expect(prefix.startsWith(`line ${startLine} of`)).toBe(true);
  });

  it('counts lines from the top of the file when it sees only a window of it', () => {
    const windowed = snapshotOf(numbered(300), '', { firstLine: 1001 });
    expect(takeExcerpt(windowed, { tokens: 100_000, charactersPerToken }).startLine).toBe(1024);
  });

  it('ends the suffix with a line, and keeps it short', () => {
    const { suffix } = takeExcerpt(snapshotOf('x', `\n${numbered(500)}`), { tokens: 4000, charactersPerToken });
    expect(suffix.endsWith('\n')).toBe(true);
    expect(suffix.length).toBeLessThanOrEqual(128 * charactersPerToken);
  });

  it('keeps the end of a line longer than the budget', () => {
    const { prefix } = takeExcerpt(snapshotOf('ab'.repeat(2000), ''), { tokens: 100, charactersPerToken });
    expect(prefix.length).toBeGreaterThan(0);
    expect('ab'.repeat(2000).endsWith(prefix)).toBe(true);
  });

  const anyText = fc
    .array(fc.oneof(fc.string({ maxLength: 40 }), fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 60 })), {
      maxLength: 80,
    })
    .map((lines) => lines.join('\n'));

  it('stays within the budget, and is a piece of the document around the cursor', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.integer({ min: 16, max: 800 }), (before, after, tokens) => {
        const { prefix, suffix } = takeExcerpt(snapshotOf(before, after), { tokens, charactersPerToken });
        const used = estimateTokens(prefix, charactersPerToken) + estimateTokens(suffix, charactersPerToken);
        expect(used).toBeLessThanOrEqual(tokens + 1e-6);
        expect(before.endsWith(prefix)).toBe(true);
        expect(after.startsWith(suffix)).toBe(true);
      }),
    );
  });

  it('moves its start seldom while somebody types', () => {
    const keys = fc.array(fc.constantFrom('a', 'b', ' ', '(', 'x', 'y', 'erase', '\n'), {
      minLength: 200,
      maxLength: 400,
    });
    fc.assert(
      fc.property(keys, fc.integer({ min: 100, max: 900 }), (session, lines) => {
        let before = numbered(lines);
        let moves = 0;
        let start: number | undefined;
        for (const key of session) {
          before = key === 'erase' ? before.slice(0, -1) : before + key;
          const { startLine } = takeExcerpt(snapshotOf(before, '\n}\n'), { tokens: 1200, charactersPerToken });
          if (start !== undefined && start !== startLine) moves++;
          start = startLine;
        }
        // 400 keys write some 50 short lines: at a step of 16 or more lines that is a handful of moves.
        expect(moves).toBeLessThanOrEqual(8);
      }),
      { numRuns: 8 },
    );
  });

  it('keeps suffix and start while the cursor stays on its line', () => {
    const typed = 'const value = compute(a, b);';
    const starts = new Set<string>();
    for (let length = 0; length <= typed.length; length++) {
      const snapshot = snapshotOf(numbered(400) + typed.slice(0, length), `\n${numbered(400)}`);
      const { startLine, suffix } = takeExcerpt(snapshot, { tokens: 1200, charactersPerToken });
      starts.add(`${startLine} ${suffix}`);
    }
    expect(starts.size).toBe(1);
  });
});
