import { describe, expect, it } from 'vitest';
import { isShapeComplete, limitToShape } from '../../src/completion/limitToShape.ts';
import { type BlockShape, decideShape } from '../../src/completion/shape.ts';
import { lineBefore } from '../../src/completion/snapshot.ts';
import { snapshotAt } from './snapshotAt.ts';

function limit(document: string, text: string): string {
  const snapshot = snapshotAt(document);
  return limitToShape(text, lineBefore(snapshot), decideShape(snapshot, 'block')).text;
}

describe('limitToShape', () => {
  it('keeps one line of a line', () => {
    expect(limit('a = |', '1;\nb = 2;')).toBe('1;');
  });

  it('keeps a body and the line that closes it when nobody has', () => {
    expect(limit('if (a) {|', '\n  b();\n}\nc();')).toBe('\n  b();\n}');
  });

  it('keeps only the body when the closer is there', () => {
    expect(limit('if (a) {|\n}', '\n  b();\n}\nc();')).toBe('\n  b();');
  });

  it('ends an argument list with the line that closes it', () => {
    expect(limit('foo(|', 'a, b);\nbar();')).toBe('a, b);');
  });

  it('ends with the line that leaves the block', () => {
    expect(limit('f() {\n  |\n}', 'a();\n\n  b();\n}\ng();')).toBe('a();\n\n  b();');
  });

  it('ends with the paragraph in the middle of a block', () => {
    expect(limit('f() {\n  x();\n  |\n}', 'a(() => {\n\n    b();\n  });\n\n  c();')).toBe(
      'a(() => {\n\n    b();\n  });',
    );
  });

  it('keeps a lone closer to its line', () => {
    expect(limit('a {\n  b;\n|', '}\nc();')).toBe('}');
  });

  it('keeps at most so many lines', () => {
    const shape: BlockShape = {
      kind: 'block',
      indentColumns: 0,
      tabColumns: 4,
      maxLines: 3,
      closing: 'present',
      extent: 'block',
    };
    expect(limitToShape('a\nb\nc\nd', '', shape).text).toBe('a\nb\nc');
  });
});

describe('isShapeComplete', () => {
  const snapshot = snapshotAt('if (a) {|');
  const shape = decideShape(snapshot, 'block');

  it.each([
    ['\n  b();\n', false],
    ['\n  b();\n}', false],
    ['\n  b();\n});', false],
    ['\n  b();\n});\n', true],
    ['\n  b();\n}\nc', true],
    ['\n  b();\nc();\n', true],
  ])('after %j: %s', (text, expected) => {
    expect(isShapeComplete(text, lineBefore(snapshot), shape)).toBe(expected);
  });
});
