import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideShape } from '../../src/completion/shape.ts';
import { followingLines, lineBefore, restOfLine, type Snapshot } from '../../src/completion/snapshot.ts';
import { trim, type Trimmed } from '../../src/completion/trim.ts';
import { snapshotAt, snapshotOf } from './snapshotAt.ts';

function trimAt(snapshot: Snapshot, raw: string, finish: 'end' | 'length' = 'end'): Trimmed {
  return trim(raw, finish, snapshot, decideShape(snapshot, 'block'));
}

/** The document with the suggestion accepted, or why there is none. */
function applied(document: string, raw: string): string {
  const snapshot = snapshotAt(document);
  const trimmed = trimAt(snapshot, raw);
  if (trimmed.kind === 'dropped') return trimmed.cause;
  return snapshot.before + trimmed.text + snapshot.after.slice(trimmed.replaceAfter);
}

const results: readonly (readonly [string, string, string, string])[] = [
  ['leaves good text alone', 'x = |', '1;', 'x = 1;'],
  ['gives up a closer that stands there', 'foo(|)', 'a, b)', 'foo(a, b)'],
  ['gives up a closer and a mark', 'foo(|);', 'a);', 'foo(a);'],
  ['takes the place of a closer it goes beyond', 'foo(|)', 'a, b);', 'foo(a, b);'],
  ['keeps a closer it needs for itself', 'foo(|)', 'bar()', 'foo(bar())'],
  ['closes its own and the standing one', 'foo(|)', 'bar())', 'foo(bar())'],
  ['gives up a quote', 'a = "|"', 'b"', 'a = "b"'],
  ['takes the place of a quote and a parenthesis', 'foo("|")', 'b", c)', 'foo("b", c)'],
  ['gives up the whole rest', 'if (|) {', 'a) {', 'if (a) {'],
  ['gives up code that stands there', 'x = |bar(y);', 'foo.bar(y);', 'x = foo.bar(y);'],
  ['puts a standing closer on its own line', '  f() {|}', '\n    a();', '  f() {\n    a();\n  }'],
  ['takes the place of a standing closer with its own', 'f() {|}', '\n  a();\n}', 'f() {\n  a();\n}'],
  ['drops the closing line that follows', 'f() {\n  |\n}', 'a();\n}', 'f() {\n  a();\n}'],
  ['drops lines that follow', 'f() {\n  |\n  c();\n}', 'a();\n  b();\n  c();\n}', 'f() {\n  a();\n  b();\n  c();\n}'],
  ['keeps an inner closer', 'f() {\n  |\n}', 'if (a) {\n    b();\n  }', 'f() {\n  if (a) {\n    b();\n  }\n}'],
  ['keeps what only begins like the next line', 'a(1);\n|\nbbb(2);', 'bbb(1);', 'a(1);\nbbb(1);\nbbb(2);'],
  ['starts a blank line where the cursor is', 'f() {\n  |\n}', '\n  a();', 'f() {\n  a();\n}'],
  ['does not double a space', 'x = |', ' 1;', 'x = 1;'],
  ['cuts a circle of lines', 'f() {\n  |\n}', 'a1();\n  a1();\n  a1();\n  a1();', 'f() {\n  a1();\n}'],
  [
    'indents with the tabs of the document',
    'f() {\n\tif (a) {|\n}',
    '\n        b();\n    }',
    'f() {\n\tif (a) {\n\t\tb();\n\t}\n}',
  ],
  ['takes line ends of any kind', 'f() {\n  |\n}', 'a();\r\n  b();\r\n', 'f() {\n  a();\n  b();\n}'],
  ['strips spaces at line ends', 'f() {\n  |\n}', 'a();  \n  b();  ', 'f() {\n  a();\n  b();\n}'],
];

const drops: readonly (readonly [string, string, string, string])[] = [
  ['nothing', 'x = |', '', 'empty'],
  ['white space', 'x = |', '  \n  ', 'empty'],
  ['an end of line at the end of a line', 'x = 1;|', '\ny = 2;', 'empty'],
  ['the rest of the line', 'foo(|)', ')', 'repeats-following'],
  ['the next line', 'a();\n|\nfoo(bar);', 'foo(bar);', 'repeats-following'],
  ['the end of a line that follows', 'a();\nfoo(|\nfoo(bar);', 'bar);', 'repeats-following'],
  ['the line before', 'import a from "a";\nimp|', 'ort a from "a";', 'repeats-preceding'],
  ['the two lines before', 'foo(1);\nbar(2);\n|', 'foo(1);\nbar(2);', 'repeats-preceding'],
  ['a circle within a line', 'x = |', 'a.b.a.b.a.b.a.b.a.b.', 'loops'],
  ['a line less indented than the cursor', 'f() {\n  a();\n  |', '\n}', 'empty'],
];

describe('trim', () => {
  it.each(results)('%s: %j and %j', (_name, document, raw, expected) => {
    expect(applied(document, raw)).toBe(expected);
  });

  it.each(drops)('drops %s: %j and %j', (_name, document, raw, cause) => {
    expect(applied(document, raw)).toBe(cause);
  });

  it('drops the last of several lines when the answer ran out of room', () => {
    const snapshot = snapshotAt('f() {\n  |\n}');
    expect(trimAt(snapshot, 'a();\n  b(', 'length')).toMatchObject({ text: 'a();' });
  });

  it('keeps a ruler', () => {
    expect(applied('// |', '-'.repeat(40))).toBe(`// ${'-'.repeat(40)}`);
  });

  const line = fc.constantFrom('foo(1);', 'foo(1)', 'bar();', '}', '  }', ')', '', '  a = b;', 'a = b;', '    c();');
  const text = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));
  const rest = fc.constantFrom('', '', ')', ');', '}', ' {', '"');

  it('never suggests what duplicates the line that follows', () => {
    fc.assert(
      fc.property(text, text, text, (before, after, raw) => {
        const snapshot = snapshotOf(before, `\n${after}`);
        const trimmed = trimAt(snapshot, raw);
        const [next] = followingLines(snapshot, 1);
        if (trimmed.kind === 'dropped' || next === undefined) return;
        const last = (lineBefore(snapshot) + trimmed.text).split('\n').at(-1) ?? '';
        expect(last.trimEnd()).not.toBe(next.trimEnd());
      }),
    );
  });

  it('never suggests text that is there already, and replaces nothing beyond the line', () => {
    fc.assert(
      fc.property(text, rest, text, text, (before, standing, after, raw) => {
        const snapshot = snapshotOf(before, `${standing}\n${after}`);
        const trimmed = trimAt(snapshot, raw);
        if (trimmed.kind === 'dropped') return;
        expect(trimmed.text.trim()).not.toBe('');
        expect(snapshot.after.startsWith(trimmed.text)).toBe(false);
        expect(trimmed.replaceAfter).toBeLessThanOrEqual(restOfLine(snapshot).length);
      }),
    );
  });
});
