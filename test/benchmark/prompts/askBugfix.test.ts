import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AskedBugfix, askBugfix } from '../../../src/benchmark/prompts/askBugfix.ts';
import { questionTokens } from '../../../src/benchmark/prompts/askInOneMessage.ts';
import { syntax } from '../mining/withTree.ts';

const gold = `import { max } from './max.ts';

export class Range {
  constructor(readonly start: number, readonly end: number) {}

  holds(place: number): boolean {
    return this.start <= place && place < this.end;
  }

  get length(): number {
    return max(0, this.end - this.start);
  }
}

export class Set {
  holds(place: number): boolean {
    const isIn = (one: number): boolean => one === place;
    return this.ones.some(isIn);
  }
}

export function both(a: Range, b: Range): boolean {
  return a.holds(b.start) && a.holds(b.end - 1);
}
`;
const task: AskedBugfix = {
  path: 'src/range.ts',
  language: 'typescript',
  line: 7,
  tests: { failToPass: ['test/range.test.ts > holds'] },
};
const block = (code: string): string => `\`\`\`ts\n${code}\n\`\`\`\n`;

function readAs(broken: string, reply: string, asked = task): string {
  const read = askBugfix(asked, broken, 4000, syntax).read(reply);
  if (read.kind !== 'edits') return JSON.stringify(read);
  return read.edits[0]?.text ?? 'no change';
}

describe('the question for a bug', () => {
  it('names the failing tests, a few of them, and not the place', () => {
    const failToPass = Array.from({ length: 13 }, (_, index) => `case ${index + 1}.`);
    const { text } = askBugfix({ ...task, tests: { failToPass } }, gold, 4000, syntax);
    expect(text).toContain('- case 10.\n- and 3 more');
    expect(text).not.toContain('case 11.');
    expect(text).toContain(gold);
  });

  it.each(['const value = compute(1);\n', '// 値を計算する関数です。\n'])(
    'shows the bug of a long file within the bound, but not in the middle (%j)',
    (line) => {
      const lines = 3000;
      const middles = new Set<number>();
      for (let bug = 1; bug <= lines; bug += 97) {
        const text = Array.from({ length: lines }, (_, index) => (index + 1 === bug ? 'BUG\n' : line)).join('');
        const question = askBugfix({ ...task, line: bug }, text, 2000, syntax).text;
        expect(question).toContain('BUG');
        expect(questionTokens(question)).toBeLessThan(2000);
        const shown = question.split('\n').filter((one) => one === 'BUG' || `${one}\n` === line);
        middles.add(shown.indexOf('BUG') - Math.floor(shown.length / 2));
      }
      expect(middles.size).toBeGreaterThan(5);
    },
  );
});

describe('the answer with a mended function', () => {
  const broken = gold.replace('this.start <= place', 'this.start < place');
  const method = gold.split('\n').slice(5, 8).join('\n');

  it.each([
    ['the method, of two with this name the one that is like it', method],
    ['the class', gold.slice(gold.indexOf('export class Range'), gold.indexOf('export class Set'))],
    ['the whole file', gold],
    [
      'the function and another as it was',
      `${method}\n\n  get length(): number {\n    return max(0, this.end - this.start);\n  }`,
    ],
  ])('is read from %s', (_, code) => {
    expect(readAs(broken, block(code))).toBe(gold);
  });

  it('finds what is broken within a nested function', () => {
    expect(readAs(gold.replace('one === place', 'one !== place'), block(gold))).toBe(gold);
  });

  it('tells getters from methods and setters', () => {
    const text = `class A {\n  get x() {\n    return 1;\n  }\n\n  set x(value) {\n    this.y = value;\n  }\n}\n`;
    const asked = { ...task, language: 'javascript' };
    expect(readAs(text, block('set x(value) {\n  this.z = value;\n}'), asked)).toBe(text.replace('y', 'z'));
  });

  it('changes nothing when it is as the file was', () => {
    expect(readAs(broken, block(broken))).toBe('no change');
  });

  it('is not in a block without a function of the file', () => {
    const problem = { kind: 'unreadable', problem: 'no code block has a function of src/range.ts' };
    expect(readAs(broken, block('function other() {}'))).toBe(JSON.stringify(problem));
    expect(readAs(broken, block('return this.start <= place;'))).toBe(JSON.stringify(problem));
  });

  it('is read from any text without harm, and in time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('```\n', '{', '}', 'holds(', '`', '/*', '\n', '"'))),
        (parts) => {
          expect(readAs(broken, block(parts.join('')))).toBeTypeOf('string');
        },
      ),
    );
    const many = 'function holds() {}\n'.repeat(4_500);
    expect(readAs(broken, block(many))).toContain('class Range');
    expect(readAs(broken, block('{'.repeat(90_000)))).toContain('unreadable');
    expect(readAs(broken, block('{}\n'.repeat(10)).repeat(1000))).toContain('unreadable');
  });
});
