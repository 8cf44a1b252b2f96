import { describe, expect, it } from 'vitest';
import { adoptIndentation, detectIndentation, indentColumns } from '../../src/completion/indentation.ts';

describe('detectIndentation', () => {
  it.each([
    ['a\n  b\n    c\n  d', { kind: 'spaces', width: 2 }],
    ['a\n    b\n        c', { kind: 'spaces', width: 4 }],
    ['a\n\tb\n\t\tc\n  d', { kind: 'tabs' }],
    ['a\nb', { kind: 'unknown' }],
  ])('reads %j', (text, expected) => {
    expect(detectIndentation(text)).toEqual(expected);
  });
});

describe('indentColumns', () => {
  it.each([
    ['  a', 2],
    ['\ta', 4],
    ['  \ta', 4],
    ['a', 0],
  ])('measures %j', (line, columns) => {
    expect(indentColumns(line, 4)).toBe(columns);
  });
});

describe('adoptIndentation', () => {
  it('turns spaces into tabs and tabs into spaces', () => {
    expect(adoptIndentation('{\n    a\n        b', { kind: 'tabs' }, 4)).toBe('{\n\ta\n\t\tb');
    expect(adoptIndentation('{\n\ta\n\t\tb', { kind: 'spaces', width: 2 }, 4)).toBe('{\n  a\n    b');
  });

  it('leaves text that fits, or a document without a habit, alone', () => {
    expect(adoptIndentation('{\n  a', { kind: 'spaces', width: 4 }, 4)).toBe('{\n  a');
    expect(adoptIndentation('{\n\ta', { kind: 'unknown' }, 4)).toBe('{\n\ta');
  });
});
