import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GrowingCode, growCode } from '../../src/webview/code/growingCode.ts';
import { highlightLines, markupPieces } from '../../src/webview/code/highlightCode.ts';
import { hostileTexts } from './hostileText.ts';

const textOf = (lines: readonly string[]): string =>
  lines
    .map((line) =>
      markupPieces(line)
        .map(({ text }) => text)
        .join(''),
    )
    .join('\n');

const scopesOf = (line: string | undefined): string[] => markupPieces(line ?? '').map(({ scope }) => scope);

describe('highlightLines', () => {
  it('names the scopes of known languages', () => {
    expect(scopesOf(highlightLines('const x = "y";', 'ts')[0])).toContain('hljs-keyword');
  });

  it('carries a scope over line ends', () => {
    const lines = highlightLines('/* one\ntwo */ let x', 'ts');
    expect(scopesOf(lines[1])[0]).toBe('hljs-comment');
  });

  it('leaves code of an unknown language plain', () => {
    expect(markupPieces(highlightLines('<b>&', 'klingon')[0] ?? '')).toEqual([{ scope: '', text: '<b>&' }]);
  });

  it.each(['ts', 'html', 'python', 'diff', 'unknown', 'constructor'])('shows exactly the code, as %s', (language) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (code) => {
        expect(textOf(highlightLines(code, language))).toBe(code);
      }),
    );
    for (const code of hostileTexts) expect(textOf(highlightLines(code, language))).toBe(code);
  });
});

describe('growCode', () => {
  const line = 'const value = "text"; // and a comment\n';

  it('shows all the code at every step, and the full colors at the end', () => {
    const code = line.repeat(400);
    let grown: GrowingCode | undefined;
    for (let end = 1; end < code.length; end += 37) {
      grown = growCode(grown, code.slice(0, end), 'ts', true);
      expect(textOf(grown.lines)).toBe(code.slice(0, end));
    }
    expect(growCode(grown, code, 'ts', false).lines).toEqual(highlightLines(code, 'ts'));
  });

  it('colors long code again only after it has grown by a fifth', () => {
    const first = growCode(undefined, line.repeat(300), 'ts', true);
    const soon = growCode(first, line.repeat(310), 'ts', true);
    const later = growCode(soon, line.repeat(361), 'ts', true);
    expect(soon.highlightedLength).toBe(first.highlightedLength);
    expect(later.highlightedLength).toBe(line.length * 361);
  });

  it('starts over when the code is another', () => {
    const long = growCode(undefined, line.repeat(300), 'ts', true);
    expect(textOf(growCode(long, 'x', 'ts', true).lines)).toBe('x');
    expect(growCode(long, line.repeat(301), 'py', true).highlightedLength).toBe(line.length * 301);
  });
});
