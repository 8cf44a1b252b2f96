import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifiersInText, overlapF1 } from '../../../src/benchmark/scoring/identifiers.ts';
import { createInfillScorer } from '../../../src/benchmark/scoring/infillScorer.ts';
import type { Syntax } from '../../../src/benchmark/syntax.ts';
import { createSyntax } from '../../../src/harness/syntax/createSyntax.ts';

const noGrammars: Syntax = { prepare: () => Promise.resolve(), parse: () => undefined };
const syntax = createSyntax();

const scorer = createInfillScorer(syntax);

beforeAll(() => syntax.prepare(['typescript', 'python'], new AbortController().signal));
afterAll(() => scorer.dispose());

const task = {
  language: 'typescript',
  before: 'export function area(width: number, height: number) {\n  return ',
  truth: 'width * height;',
  after: '\n}\n',
};

describe('an infill scorer', () => {
  it('gives everything to the truth, also when its line ends and trailing blanks differ', () => {
    const whole = { exactMatch: true, levenshtein: 1, indel: 1, parses: true, identifierF1: 1 };
    expect(scorer.score(task, 'width * height;')).toEqual(whole);
    expect(scorer.score(task, 'width * height; \r\n')).toEqual(whole);
  });

  it.each([
    ['height * width;', true, 1],
    ['width * width;', true, 0.5],
    ['width * ;', false, 2 / 3],
    ['width * height; }', false, 1],
    ['', true, 0],
  ])('of %j says that it parses: %s, with identifiers %f', (answer, parses, identifierF1) => {
    const scores = scorer.score(task, answer);
    expect(scores).toMatchObject({ exactMatch: false, parses });
    expect(scores.identifierF1).toBeCloseTo(identifierF1, 9);
    expect(scores.levenshtein).toBeLessThan(1);
  });

  it('holds errors against an answer only that the file does not have anyway', () => {
    const broken = { ...task, after: '\n}\nconst = ;\n' };
    expect(scorer.score(broken, 'width + height;').parses).toBe(true);
    expect(scorer.score(broken, 'width + (height;').parses).toBe(false);
  });

  it('reads Python by its indentation', () => {
    const python = { language: 'python', before: 'def f(x):\n    ', truth: 'return x + 1', after: '\n\nprint(f(2))\n' };
    expect(scorer.score(python, 'return x - 1')).toMatchObject({ parses: true, identifierF1: 1 });
    expect(scorer.score(python, 'return (x').parses).toBe(false);
  });

  it('does without a grammar', () => {
    const without = createInfillScorer(noGrammars);
    expect(without.score({ ...task, language: 'cobol' }, 'width * depth;')).toMatchObject({
      parses: null,
      identifierF1: 0.5,
    });
    expect(without.score(task, task.truth).parses).toBeNull();
  });
});

describe('identifiersInText', () => {
  it.each([
    ['typescript', 'const x1 = await load("name", x1); // of y', ['x1', 'load', 'x1']],
    ['python', "if self.größe is not None:  # a comment\n    return '_'", ['self', 'größe']],
    ['typescript', '$a.b_c(3e5, 0x1f)', ['$a', 'b_c']],
    ['other', 'if a then b', ['a', 'then', 'b']],
  ])('of %s %j are %j', (language, text, names) => {
    expect(identifiersInText(language, text)).toEqual(names);
  });
});

describe('overlapF1', () => {
  it.each([
    [[], [], 1],
    [['a'], [], 0],
    [['a', 'a'], ['a'], 2 / 3],
    [['a', 'b'], ['b', 'a'], 1],
    [['a', 'b', 'c'], ['b', 'x'], 0.4],
  ])('of %j and %j is %f', (a, b, f1) => {
    expect(overlapF1(a, b)).toBeCloseTo(f1, 12);
    expect(overlapF1(b, a)).toBeCloseTo(f1, 12);
  });
});
