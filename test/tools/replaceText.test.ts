import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReplaceOutcome, replaceText } from '../../src/tools/replaceText.ts';

function replace(text: string, oldString: string, newString: string, replaceAll = false): ReplaceOutcome {
  return replaceText(text, { oldString, newString, replaceAll });
}

const source = 'class A {\n  one() {\n    return 1;\n  }\n\n  two() {\n    return 2;\n  }\n}\n';

describe('replaceText, the exact text', () => {
  it.each([
    ['within a line', 'let a = 1;\n', 'a = 1', 'b = 2', 'let b = 2;\n', [1, 1]],
    ['over lines', 'a\nb\nc\n', 'b\nc', 'x\ny\nz', 'a\nx\ny\nz\n', [2, 4]],
    ['whole lines', 'a\nb\nc\n', 'b\n', 'x\n', 'a\nx\nc\n', [2, 2]],
    ['away', 'a\nb\nc\n', 'b\n', '', 'a\nc\n', [2, 2]],
    ['without a final line end', 'a\nb', 'b', 'c', 'a\nc', [2, 2]],
    ['with CRLF in the file only', 'a\r\nb\r\nc\r\n', 'a\nb', 'x\ny', 'x\r\ny\r\nc\r\n', [1, 2]],
    ['with CRLF from the model only', 'a\nb\nc\n', 'a\r\nb', 'x\r\ny', 'x\ny\nc\n', [1, 2]],
    ['with $ signs', 'a', 'a', "$& $1 $'", "$& $1 $'", [1, 1]],
  ])('is replaced %s', (_, text, oldString, newString, expected, [firstLine, lastLine]) => {
    expect(replace(text, oldString, newString)).toEqual({
      kind: 'replaced',
      text: expected,
      manner: 'exact',
      ranges: [{ firstLine, lastLine }],
    });
  });

  it('is refused when it stands in several places, overlapping ones too', () => {
    expect(replace('a\nb\na\n', 'a', 'c')).toEqual({ kind: 'ambiguous', lines: [1, 3] });
    expect(replace('x\nx\nx\n', 'x\nx\n', 'y')).toEqual({ kind: 'ambiguous', lines: [1, 2] });
  });

  it('is replaced everywhere when that is asked for', () => {
    expect(replace('a\nb a\n', 'a', 'c\nd', true)).toEqual({
      kind: 'replaced',
      text: 'c\nd\nb c\nd\n',
      manner: 'exact',
      ranges: [
        { firstLine: 1, lastLine: 2 },
        { firstLine: 3, lastLine: 4 },
      ],
    });
  });

  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n', ' ', '$', '}'), maxLength: 30 });
  it('changes exactly its one place', () => {
    fc.assert(
      fc.property(
        texts,
        texts.filter(Boolean),
        texts,
        texts,
        fc.boolean(),
        (before, oldString, newString, after, isCrlf) => {
          const withEnds = (text: string): string => (isCrlf ? text.replaceAll('\n', '\r\n') : text);
          const text = before + oldString + after;
          fc.pre(text.indexOf(oldString) === text.lastIndexOf(oldString));
          // Without any line end in the file there is nothing to keep.
          fc.pre(!isCrlf || text.includes('\n'));
          const outcome = replace(withEnds(text), oldString, newString);
          expect(outcome).toMatchObject({
            kind: 'replaced',
            text: withEnds(before + newString + after),
            manner: 'exact',
          });
        },
      ),
    );
  });

  it('reports where the new text stands', () => {
    fc.assert(
      fc.property(texts, texts, texts, (before, newString, after) => {
        const outcome = replace(`${before}@${after}`, '@', newString);
        if (outcome.kind !== 'replaced') throw new Error(outcome.kind);
        const [range] = outcome.ranges;
        expect(range?.firstLine).toBe(before.split('\n').length);
        const lastCharacter = `${before}${newString}`.replace(/\n$/, '');
        if (newString !== '') expect(range?.lastLine).toBe(lastCharacter.split('\n').length);
      }),
    );
  });
});

describe('replaceText, the same lines but for whitespace', () => {
  it.each([
    ['without indentation', 'two() {\n  return 2;\n}', 'two() {\n  return 22;\n}', '  two() {\n    return 22;\n  }'],
    ['with tabs', '\ttwo() {\n\t\treturn 2;\n\t}', '\ttwo() {\n\t\treturn 22;\n\t}', '  two() {\n    return 22;\n  }'],
    [
      'with spaces at line ends',
      '  two() { \n    return 2;  \n  }',
      '  two() { \n    return 22;\n  }',
      '  two() {\n    return 22;\n  }',
    ],
    [
      'with a blank line around it',
      '\ntwo() {\n  return  2;\n}\n\n',
      '\ntwo() {\n  return 22;\n}\n\n',
      '  two() {\n    return 22;\n  }',
    ],
  ])('are found %s, and keep the indentation of the file', (_, oldString, newString, expected) => {
    expect(replace(source, oldString, newString)).toEqual({
      kind: 'replaced',
      text: source.replace('  two() {\n    return 2;\n  }', expected),
      manner: 'whitespace',
      ranges: [{ firstLine: 6, lastLine: 8 }],
    });
  });

  it('are refused when they stand in several places', () => {
    expect(replace('  x = 1\n\tx = 1\n', 'x  =  1', 'x = 2')).toEqual({ kind: 'ambiguous', lines: [1, 2] });
  });

  it('are replaced everywhere when that is asked for, each with its own indentation', () => {
    expect(replace('  x = 1\n\tx = 1\n', 'x  =  1', 'x = 2', true)).toMatchObject({
      text: '  x = 2\n\tx = 2\n',
      ranges: [
        { firstLine: 1, lastLine: 1 },
        { firstLine: 2, lastLine: 2 },
      ],
    });
  });

  it('keep CRLF', () => {
    expect(replace('  a\r\n  b\r\n', 'a\nb\n', 'a\nc\nd\n')).toMatchObject({ text: '  a\r\n  c\r\n  d\r\n' });
  });
});

describe('replaceText, lines nearly alike', () => {
  const file = `// Adds the tax.\nfunction total(net: number, rate: number): number {\n  return net * (1 + rate);\n}\n`;

  it('are found, and what the model did not mean to change stays', () => {
    const oldString = `// Adds the tax\nfunction total(net: number, rate: number): number {\n  return net * (1 + rate);\n}`;
    const newString = `// Adds the tax\nfunction total(net: number, rate: number): number {\n  return net * rate;\n}`;
    expect(replace(file, oldString, newString)).toEqual({
      kind: 'replaced',
      text: file.replace('(1 + rate)', 'rate'),
      manner: 'similar',
      ranges: [{ firstLine: 1, lastLine: 4 }],
    });
  });

  it('are refused below 95%, with the nearest text', () => {
    expect(replace(file, 'function sum(net: number, rate: number) {', 'x')).toEqual({
      kind: 'missing',
      nearest: {
        firstLine: 2,
        lastLine: 2,
        similarity: expect.closeTo(0.7, 1) as number,
        text: 'function total(net: number, rate: number): number {',
      },
    });
  });

  it('are refused when two places are as good', () => {
    const twice = 'const timeoutMilliseconds = 10000;\nother();\nconst timeoutMilliseconds = 20000;\n';
    expect(replace(twice, 'const timeoutMilliseconds = 30000;', 'x')).toEqual({ kind: 'ambiguous', lines: [1, 3] });
  });

  it('are refused when another place is too long to compare', () => {
    const long = 'x'.repeat(1_990);
    const near = `shared line\n${long}y\n`;
    const wanted = `shared line\n${long}q`;
    const other = `shared line\n${long}${'z'.repeat(20)}\n`;
    expect(replace(near, wanted, 'new')).toMatchObject({ kind: 'replaced', manner: 'similar' });
    expect(replace(near + other, wanted, 'new')).toMatchObject({ kind: 'missing', nearest: { firstLine: 1 } });
  });

  it('are not enough to replace everywhere', () => {
    const line = 'const timeoutMilliseconds = 10000;';
    expect(replace(`${line}\n`, line.replace('1', '2'), 'x', true)).toMatchObject({
      kind: 'missing',
      nearest: { firstLine: 1 },
    });
  });

  it('are missing without a hint where nothing is alike', () => {
    expect(replace(file, 'zzzz', 'x')).toEqual({ kind: 'missing', nearest: undefined });
    expect(replace('a\n', ' \n \n', 'x')).toEqual({ kind: 'missing', nearest: undefined });
    expect(replace('', 'a', 'x')).toEqual({ kind: 'missing', nearest: undefined });
  });

  it('never changes a line outside the place it reports', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '{'), maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.array(line, { minLength: 1, maxLength: 4 }),
        line,
        (lines, wanted, replacement) => {
          fc.pre(wanted.join('\n') !== '');
          const outcome = replace(lines.join('\n'), wanted.join('\n'), replacement);
          if (outcome.kind !== 'replaced') return;
          const [range] = outcome.ranges;
          const after = outcome.text === '' ? [] : outcome.text.split('\n');
          const unchangedAbove = (range?.firstLine ?? 1) - 1;
          const unchangedBelow =
            after.length - Math.max(range?.lastLine ?? 0, unchangedAbove + (outcome.manner === 'exact' ? 1 : 0));
          expect(after.slice(0, unchangedAbove)).toEqual(lines.slice(0, unchangedAbove));
          if (unchangedBelow > 0) expect(after.slice(-unchangedBelow)).toEqual(lines.slice(-unchangedBelow));
        },
      ),
    );
  });
});
