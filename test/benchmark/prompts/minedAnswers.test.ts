import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyMiner } from '../../../src/benchmark/mining/bodyTasks.ts';
import { bugfixMiner } from '../../../src/benchmark/mining/bugfixTasks.ts';
import { findFunctions } from '../../../src/benchmark/mining/findFunctions.ts';
import { infillCandidates } from '../../../src/benchmark/mining/infillTasks.ts';
import { askBody } from '../../../src/benchmark/prompts/askBody.ts';
import { askBugfix } from '../../../src/benchmark/prompts/askBugfix.ts';
import { askInfill } from '../../../src/benchmark/prompts/askInfill.ts';
import { fenced } from '../../../src/benchmark/prompts/fencedBlocks.ts';
import type { TaskQuestion } from '../../../src/benchmark/running/taskQuestion.ts';
import { minedSample } from '../mining/minedSample.ts';
import { syntax, withTree } from '../mining/withTree.ts';
import { rightFilling } from './rightAnswer.ts';

interface Piece {
  readonly name: string;
  readonly isMethod: boolean;
  readonly statements: readonly number[];
}

const piece: fc.Arbitrary<Piece> = fc.record({
  name: fc.constantFrom('add', 'find', 'merge', 'read', 'sort'),
  isMethod: fc.boolean(),
  statements: fc.array(fc.nat({ max: 4 }), { minLength: 3, maxLength: 6 }),
});
const pieces = fc.uniqueArray(piece, {
  selector: ({ name, isMethod }) => `${name} ${isMethod}`,
  minLength: 1,
  maxLength: 4,
});
const tab = fc.constantFrom('\t', '  ', '    ');

const scriptStatements = [
  (at: string, n: number) => `${at}let x${n} = a + ${n};`,
  (at: string, n: number, tab: string) => `${at}if (a > ${n} && b !== null) {\n${at}${tab}a = b.get(a, ${n});\n${at}}`,
  (at: string, n: number) => `${at}const s${n} = \`\n  \${a}\n\`.repeat(${n});`,
  (at: string, n: number, tab: string) =>
    `${at}for (const one of b) {\n${at}${tab}// Each ${n}.\n\n${at}${tab}a = one - a;\n${at}}`,
  (at: string, n: number, tab: string) => `${at}call(\n${at}${tab}a,\n${at}${tab}(c) => c * ${n},\n${at});`,
];
const pythonStatements = [
  (at: string, n: number) => `${at}x${n} = a + ${n}`,
  (at: string, n: number, tab: string) => `${at}if a > ${n} and b is not None:\n${at}${tab}a = b.get(a, ${n})`,
  (at: string, n: number) => `${at}s${n} = """\n  text\n""" * ${n}`,
  (at: string, n: number, tab: string) => `${at}for one in b:\n${at}${tab}# Each ${n}.\n\n${at}${tab}a = one - a`,
  (at: string, n: number, tab: string) => `${at}call(\n${at}${tab}a,\n${at}${tab}lambda c: c * ${n},\n${at})`,
];

function script(made: readonly Piece[], tab: string): string {
  const bodyOf = (at: string, { statements }: Piece): string =>
    statements.map((kind, n) => scriptStatements[kind]?.(at, n, tab) ?? '').join('\n');
  const free = made.filter(({ isMethod }) => !isMethod);
  const methods = made.filter(({ isMethod }) => isMethod);
  return [
    ...free.map((one) => `export function ${one.name}(a, b) {\n${bodyOf(tab, one)}\n${tab}return a;\n}\n`),
    `export class Store {\n${methods.map((one) => `${tab}${one.name}(a, b) {\n${bodyOf(tab + tab, one)}\n${tab}${tab}return a;\n${tab}}\n`).join('\n')}}\n`,
  ].join('\n');
}

function python(made: readonly Piece[], tab: string): string {
  const bodyOf = (at: string, { statements }: Piece): string =>
    `${at}"""Says what it does."""\n${statements.map((kind, n) => pythonStatements[kind]?.(at, n, tab) ?? '').join('\n')}`;
  const free = made.filter(({ isMethod }) => !isMethod);
  const methods = made.filter(({ isMethod }) => isMethod);
  return [
    ...free.map((one) => `def ${one.name}(a, b):\n${bodyOf(tab, one)}\n${tab}return a\n`),
    `class Store:\n${tab}name = ""\n\n${methods.map((one) => `${tab}def ${one.name}(self, a, b):\n${bodyOf(tab + tab, one)}\n${tab}${tab}return a\n`).join('\n')}`,
  ].join('\n');
}

/** The function around the first difference, with the start of its line, and alone; and the whole file. */
function formsOf(language: string, gold: string, broken: string): string[] {
  let place = 0;
  while (gold[place] === broken[place]) place += 1;
  return withTree(language, gold, (tree) => {
    const around = findFunctions(language, tree, gold).filter(({ span }) => span.start <= place && place <= span.end);
    const { start, end } = around.at(-1)?.span ?? { start: 0, end: 0 };
    return [gold.slice(gold.lastIndexOf('\n', start - 1) + 1, end), gold.slice(start, end), gold];
  });
}

function expectEach(question: TaskQuestion, forms: readonly string[], gold: string): void {
  for (const form of forms) {
    const read = question.read(`Here it is:\n\n${fenced(form, 'code')}\n\nThat should do.`);
    expect(read).toEqual({ kind: 'edits', edits: [{ path: 'src/made', text: gold }] });
    expect(question.read('')).toMatchObject({ kind: 'unreadable' });
  }
}

describe.each([
  { language: 'javascript', make: script },
  { language: 'typescript', make: script },
  { language: 'python', make: python },
])('right answers to what is mined from made files in $language', ({ language, make }) => {
  it('are the true change again', () => {
    let asked = 0;
    fc.assert(
      fc.property(pieces, tab, (made, unit) => {
        const gold = make(made, unit);
        const file = minedSample('src/made', gold, language);
        for (const { draft } of bodyMiner(syntax).mine(file, 'seed', () => undefined)) {
          const broken = draft.setup[0]?.text ?? '';
          expectEach(askBody(draft, broken, 9000, syntax), formsOf(language, gold, broken), gold);
          asked += 1;
        }
        for (const { draft } of bugfixMiner(syntax).mine(file, 'seed', () => undefined)) {
          const broken = draft.setup[0]?.text ?? '';
          const task = { ...draft, tests: { failToPass: ['made'] } };
          expectEach(askBugfix(task, broken, 9000, syntax), formsOf(language, gold, broken), gold);
          asked += 1;
        }
        const request = {
          syntax,
          seed: 'seed',
          origins: null,
          isOfAnyAge: true,
          taken: new Map(),
          reject: () => undefined,
        };
        for (const { draft } of infillCandidates(file, request)) {
          const { read } = askInfill(draft, 9000, syntax);
          expect(read(rightFilling(draft))).toEqual({ kind: 'filling', text: draft.truth });
          asked += 1;
        }
      }),
      { numRuns: 10 },
    );
    expect(asked).toBeGreaterThan(10);
  });
});
