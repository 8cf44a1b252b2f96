import { describe, expect, it } from 'vitest';
import { decideShape, type Shape } from '../../src/completion/shape.ts';
import { snapshotAt } from './snapshotAt.ts';

function summary(shape: Shape): string {
  return shape.kind === 'line' ? 'line' : `${shape.extent} from ${shape.indentColumns}, closing ${shape.closing}`;
}

const cases: readonly (readonly [string, string, string])[] = [
  ['after code', 'const a = |', 'line'],
  ['before closers', 'foo(a, |)', 'line'],
  ['before a closer on a blank line', 'foo(\n  |)', 'line'],
  ['before code', 'foo(|bar)', 'line'],
  ['after an open brace nobody closed', '  if (a) {|', 'block from 2, closing wanted'],
  ['after an open brace whose closer is below', '  if (a) {|\n  }', 'block from 3, closing present'],
  ['after an open brace when only an outer one is closed', '  if (a) {|\n}', 'block from 2, closing wanted'],
  ['between the two braces', 'f() {|}', 'block from 0, closing wanted'],
  ['after an open parenthesis', 'foo(|', 'block from 0, closing wanted'],
  ['after an arrow', 'const f = () =>|', 'block from 1, closing present'],
  ['after a case label', '  case 1:|', 'block from 3, closing present'],
  ['after a colon that opens nothing', 'const a:|', 'line'],
  ['on the first line of a block', 'f() {\n  |\n}', 'block from 2, closing present'],
  ['on a later line of a block', 'f() {\n  a;\n  |\n}', 'paragraph from 2, closing present'],
  ['on a line indented with tabs', 'f() {\n\t|\n}', 'block from 4, closing present'],
  ['on an unindented line within a block', '  a;\n|\n  b;', 'paragraph from 2, closing present'],
  ['on an unindented line before a closer', 'f() {\n|\n}', 'block from 1, closing present'],
  ['on a blank line at the top level', 'a;\n\n|', 'paragraph from 0, closing present'],
];

describe('decideShape', () => {
  it.each(cases)('%s: %s is %s', (_name, text, expected) => {
    expect(summary(decideShape(snapshotAt(text), 'block'))).toBe(expected);
  });

  it('takes a colon for an opener in Python', () => {
    const shape = decideShape(snapshotAt('def f():|', { languageId: 'python' }), 'block');
    expect(summary(shape)).toBe('block from 1, closing present');
  });

  it('never asks more than a line of a model that is good for a line', () => {
    expect(decideShape(snapshotAt('f() {\n  |\n}'), 'line')).toEqual({ kind: 'line' });
  });
});
