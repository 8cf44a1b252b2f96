import { describe, expect, it } from 'vitest';
import { parseDiff } from '../../src/webview/code/parseDiff.ts';
import { visibleText } from '../../src/webview/code/visibleText.ts';

describe('visibleText', () => {
  it.each([
    ['if (isAdmin\u202e) {', 'if (isAdmin[U+202E]) {'],
    ['a\u200bb', 'a[U+200B]b'],
    ['a\u0000\u001bb', 'a[U+0000][U+001B]b'],
    ['a\rb', 'a[U+000D]b'],
    ['\u{e0041}', '[U+E0041]'],
  ])('shows what hides in %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each(['a\tb\nc', 'line\r', 'one\r\ntwo', 'naïve – 漢字 العربية 🙂'])('leaves %j as it is', (text) => {
    expect(visibleText(text)).toBe(text);
  });
});

describe('parseDiff', () => {
  it('tells added, removed and unchanged lines apart and drops the marker', () => {
    expect(parseDiff('@@ -1,2 +1,2 @@\n same\n-old\n+new\n')).toEqual([
      { kind: 'hunk', text: '@@ -1,2 +1,2 @@' },
      { kind: 'same', text: 'same' },
      { kind: 'removed', text: 'old' },
      { kind: 'added', text: 'new' },
    ]);
  });

  it('takes a line whose own text looks like a marker for what it is', () => {
    expect(parseDiff('+++ x\n--- y\n')).toEqual([
      { kind: 'added', text: '++ x' },
      { kind: 'removed', text: '-- y' },
    ]);
  });

  it('keeps empty context lines and the note on a missing line end', () => {
    expect(parseDiff('\n+a\n\\ No newline at end of file').map(({ kind }) => kind)).toEqual(['same', 'added', 'hunk']);
  });
});
