import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askInfill } from '../../../src/benchmark/prompts/askInfill.ts';
import { questionTokens } from '../../../src/benchmark/prompts/askInOneMessage.ts';
import { fenced } from '../../../src/benchmark/prompts/fencedBlocks.ts';
import { syntax } from '../mining/withTree.ts';

/** `|` on both sides of the hole. */
function taskOf(text: string, language = 'javascript') {
  const [before = '', truth = '', after = ''] = text.split('|');
  return { path: 'src/a.js', language, before, truth, after };
}

function filled(text: string, block: string, language?: string): string {
  const read = askInfill(taskOf(text, language), 4000, syntax).read(block);
  return read.kind === 'filling' ? read.text : JSON.stringify(read);
}

describe('the question for what is missing', () => {
  it('shows the file with a mark, and says where the answer begins', () => {
    const lines = askInfill(taskOf('function f() {\n  |return 1;|\n}\n'), 4000, syntax);
    expect(lines.text).toContain('```javascript\nfunction f() {\n<<<MISSING>>>\n}\n```');
    expect(lines.text).toContain('Begin at the start of the line');
    const within = askInfill(taskOf('f(|1|);\n'), 4000, syntax);
    expect(within.text).toContain('f(<<<MISSING>>>);\n');
    expect(within.text).toContain('with `f(`');
  });

  it('has a mark that is nowhere in the file', () => {
    expect(askInfill(taskOf('// <<<MISSING>>>\n|a|\n'), 4000, syntax).text).toContain('<<<MISSING 1>>>');
  });

  it('shows of a long file what is near, within the bound', () => {
    const line = 'const value = compute(1);\n';
    const { text } = askInfill(taskOf(`${line.repeat(5000)}|near|\n${line.repeat(5000)}`), 1000, syntax);
    expect(text).toContain(`${line}<<<MISSING>>>\n`);
    expect(text).toContain('Its beginning and its end are left out');
    expect(questionTokens(text)).toBeLessThan(1000);
    expect(questionTokens(text)).toBeGreaterThan(800);
  });

  it('cuts a line that is longer than the bound', () => {
    const { text } = askInfill(taskOf(`${'x'.repeat(1e6)}|a|${'y'.repeat(1e6)}`), 1000, syntax);
    expect(text).toContain('x<<<MISSING>>>y');
    expect(questionTokens(text)).toBeLessThan(1000);
  });
});

describe('the answer for what is missing', () => {
  const hole = 'function f() {\n  |return 1;|\n}\n';

  it('is taken with or without the indentation of its line', () => {
    expect(filled(hole, 'It is:\n```js\n  return 1;\n```\nDone.')).toBe('return 1;');
    expect(filled(hole, '```\nreturn 1;\n```')).toBe('return 1;');
    expect(filled(hole, '```\n    return 1;\n```')).toBe('  return 1;');
    expect(filled(hole, '```\r\n  a();\r\n  b();\r\n```')).toBe('a();\n  b();');
  });

  it('ends its line where what follows begins one', () => {
    expect(filled('a();\n|b();\n|c();\n', '```\nb();\n```')).toBe('b();\n');
    expect(filled('a();\n|b();|\nc();\n', '```\nb();\n```')).toBe('b();');
  });

  it('is taken without what stood there already, where that makes no sense', () => {
    const call = 'g(|a, b|);\n';
    expect(filled(call, '```\ng(a, b);\n```')).toBe('a, b');
    expect(filled(call, '```\ng(a, b\n```')).toBe('a, b');
    expect(filled(call, '```\ng(a)\n```')).toBe('g(a)');
    expect(filled('function f() {\n  return |1;|\n}\n', '```\n  return 1;\n```')).toBe('1;');
  });

  it('is the last of several blocks', () => {
    expect(filled(hole, '```\nreturn 0;\n```\nNo:\n```\nreturn 1;\n```')).toBe('return 1;');
  });

  it('is unreadable without a block that holds something', () => {
    const { read } = askInfill(taskOf(hole), 4000, syntax);
    expect(read('return 1;')).toEqual({ kind: 'unreadable', problem: 'there is no fenced code block' });
    expect(read('```js\n\n```')).toEqual({ kind: 'unreadable', problem: 'the code block is empty' });
  });

  it('gives the truth back, whatever is cut out of a file, when the answer keeps to the form', () => {
    const file = `import { g } from './g.js';\n\n/** Says \`\`\`f\`\`\`. */\nexport function f(a, b) {\n\tif (a > b) {\n\t\treturn g(g(a), \`\n  x\n\`);\n\t}\n\n\treturn g(b);\n}\n`;
    const place = fc.nat({ max: file.length });
    fc.assert(
      fc.property(place, place, (one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        const hole = { before: file.slice(0, start), truth: file.slice(start, end), after: file.slice(end) };
        const lead = /(?:^|\n)([ \t]*)$/.exec(hole.before)?.[1] ?? '';
        const beginsLine = hole.before === '' || hole.before.endsWith('\n');
        const isWholeLines = beginsLine && !/^[ \t]*\n/.test(hole.after);
        // Whole lines are asked for with their end.
        fc.pre(hole.truth.trim() !== '' && (!isWholeLines || hole.truth.endsWith('\n')));
        const written = lead + hole.truth;
        const answer = fenced(isWholeLines ? written : `${written}\n`, 'js');
        const { read } = askInfill({ ...hole, path: 'a.js', language: 'javascript' }, 4000, syntax);
        expect(read(answer)).toEqual({ kind: 'filling', text: hole.truth });
      }),
      { numRuns: 500 },
    );
  });
});
