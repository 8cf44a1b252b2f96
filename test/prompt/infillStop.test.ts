import { describe, expect, test } from 'vitest';
import { applyInfillStop } from '../../src/prompt/infillStop.ts';

const line = { kind: 'line' } as const;
const block = { kind: 'block', indentColumns: 2, tabColumns: 4, maxLines: 5 } as const;

describe('line', () => {
  test.each([
    ['return a', 'return a', false],
    ['return a\n', 'return a', true],
    ['\nreturn a', '', true],
    ['', '', false],
  ])('%j', (written, text, isComplete) => {
    expect(applyInfillStop(written, line)).toEqual({ text, isComplete });
  });
});

describe('block', () => {
  test.each([
    ['grows while lines are inside', ' {\n  a\n  b', ' {\n  a\n  b', false],
    ['ends before a line that is indented less', ' {\n  a\n}\nrest', ' {\n  a', true],
    ['waits for the first character of a line', ' {\n  a\n ', ' {\n  a\n ', false],
    ['passes over blank lines', ' {\n  a\n\n   \n  b', ' {\n  a\n\n   \n  b', false],
    ['drops blank lines before the end', ' {\n  a\n\n}', ' {\n  a', true],
    ['counts a tab to the next stop', ' {\n\ta', ' {\n\ta', false],
    ['ends after its most lines', 'a\n  b\n  c\n  d\n  e\n  f', 'a\n  b\n  c\n  d\n  e', true],
  ])('%s', (_name, written, text, isComplete) => {
    expect(applyInfillStop(written, block)).toEqual({ text, isComplete });
  });
});
