import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser, Tree } from 'web-tree-sitter';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createInfillScorer, type Hole } from '../../../src/benchmark/scoring/infillScorer.ts';
import { overlapF1 } from '../../../src/benchmark/scoring/identifiers.ts';
import { countSyntaxErrors } from '../../../src/benchmark/scoring/syntaxErrors.ts';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import type { SyntaxNode, TextRange } from '../../../src/benchmark/syntax.ts';
import { createSyntax } from '../../../src/harness/syntax/createSyntax.ts';
import { sampleSources } from './sampleSources.ts';

const syntax = createSyntax();
const own = fileURLToPath(new URL('../../../', import.meta.url));

/** By language; those that this project is not written in have a sample. */
const sources: Readonly<Record<string, readonly string[]>> = {
  typescript: readSome('src/benchmark', '.ts', 25),
  typescriptreact: readSome('src/webview', '.tsx', 10),
  javascript: readSome('node_modules/zod', '.js', 15),
  css: readSome('src/webview', '.css', 5),
  ...sampleSources,
};

beforeAll(() => syntax.prepare(Object.keys(sources), new AbortController().signal));

function readSome(folder: string, extension: string, count: number): string[] {
  const paths = readdirSync(join(own, folder), { recursive: true, encoding: 'utf8' }).toSorted();
  return paths
    .filter((path) => path.endsWith(extension))
    .map((path) => readFileSync(join(own, folder, path), 'utf8'))
    .filter(({ length }) => length > 200 && length < 12_000)
    .slice(0, count);
}

/** What scores by trees are by definition: both files parsed as if nothing were known of them. */
function scoreAnew({ language, before, truth, after }: Hole, answer: string) {
  const [wanted, got] = [truth, answer].map((filling) => {
    const text = before + filling + after;
    const tree = syntax.parse(language, text);
    if (tree === undefined) throw new Error(`${language} was not read`);
    const errors = countSyntaxErrors(tree.root);
    const names = namesBelow(tree.root, { start: before.length, end: before.length + filling.length }).map((name) =>
      text.slice(name.start, name.end),
    );
    tree.dispose();
    return { errors, names };
  });
  if (wanted === undefined || got === undefined) throw new Error('two fillings were read');
  return { parses: got.errors <= wanted.errors, identifierF1: overlapF1(got.names, wanted.names) };
}

/** By a look at every node. */
function namesBelow(node: SyntaxNode, { start, end }: TextRange): readonly SyntaxNode[] {
  if (node.end <= start || node.start >= end || node.start === node.end) return [];
  if (node.children.length > 0) return node.children.flatMap((child) => namesBelow(child, { start, end }));
  return node.isNamed && /identifier|^constant$|^name$/.test(node.type) ? [node] : [];
}

const splinters = [
  '(',
  ')',
  '{',
  '}',
  '"',
  "'",
  '`',
  '/*',
  '*/',
  '//',
  '#',
  '\n',
  '\n  ',
  '.',
  ';',
  '1',
  'é😀',
  '=>',
  'if',
  'x',
];

/** A stretch of the text, and something in its place that may or may not parse. */
function randomEdit(text: string, language: string, random: () => number): { hole: Hole; answer: string } {
  const below = (end: number): number => Math.floor(random() * end);
  const lines = text.split('\n');
  const first = below(lines.length);
  const isWhole = random() < 0.7;
  const start = isWhole ? lines.slice(0, first).join('\n').length + Math.min(1, first) : below(text.length);
  const truth = isWhole
    ? lines.slice(first, first + 1 + below(8)).join('\n')
    : text.slice(start, start + 1 + below(60));
  const hole = { language, before: text.slice(0, start), truth, after: text.slice(start + truth.length) };
  const middle = below(truth.length);
  const words = truth.split(/\b/);
  const answers = [
    () => truth.slice(0, middle) + hole.after.slice(0, 60),
    () => truth.slice(middle),
    () => truth.slice(0, middle) + (splinters[below(splinters.length)] ?? '') + truth.slice(middle + below(4)),
    () => words.with(below(words.length), splinters[below(splinters.length)] ?? '').join(''),
    () => lines.slice(first + 1, first + 1 + below(5)).join('\n'),
    () => '',
  ];
  return { hole, answer: (answers[below(answers.length)] ?? (() => truth))() };
}

describe('scores by trees that were made from others', () => {
  it.each(Object.keys(sources))('are those of parsing anew, in %s', (language) => {
    const texts = sources[language] ?? [];
    expect(texts.length).toBeGreaterThan(0);
    const random = mulberry32(7);
    const scorer = createInfillScorer(syntax);
    const parsed = { yes: 0, no: 0 };
    for (let round = 0; round < 120; round += 1) {
      const text = texts[round % texts.length] ?? '';
      // Every sixth file has an error of its own.
      const broken = round % 6 === 0 ? `${text.slice(0, text.length >> 1)} ) ${text.slice(text.length >> 1)}` : text;
      const { hole, answer } = randomEdit(broken, language, random);
      const { parses, identifierF1 } = scorer.score(hole, answer);
      const what = JSON.stringify({ round, truth: hole.truth, answer });
      expect({ parses, identifierF1 }, what).toEqual(scoreAnew(hole, answer));
      // What is remembered by then.
      expect(scorer.score(hole, answer), what).toMatchObject({ parses, identifierF1 });
      parsed[parses === true ? 'yes' : 'no'] += 1;
    }
    scorer.dispose();
    // Both ways of answering have been seen.
    expect(Math.min(parsed.yes, parsed.no)).toBeGreaterThan(10);
  });

  it('end every tree that is made, and parse the file of a task and each answer once', () => {
    const parse = vi.spyOn(Parser.prototype, 'parse');
    const copy = vi.spyOn(Tree.prototype, 'copy');
    const end = vi.spyOn(Tree.prototype, 'delete');
    try {
      const scorer = createInfillScorer(syntax);
      const [text = ''] = sources['typescript'] ?? [];
      const random = mulberry32(3);
      const { hole } = randomEdit(text, 'typescript', random);
      for (let round = 0; round < 20; round += 1) scorer.score(hole, `${hole.truth} ${round}`);
      for (let round = 0; round < 20; round += 1) scorer.score(hole, hole.truth);
      expect(parse.mock.calls.filter(([, old]) => old === null).length).toBe(1);
      expect(parse.mock.calls.length).toBe(21);
      // Other holes of the file may have the same answers.
      const wider = { ...hole, truth: hole.truth + hole.after.slice(0, 1), after: hole.after.slice(1) };
      const scores = [hole, hole, wider].map((each) => scorer.score(each, `${hole.truth} 7`));
      expect(parse.mock.calls.length).toBe(22);
      expect(scores[1]).toEqual(scores[0]);
      const { parses, identifierF1 } = scores[2] ?? {};
      expect({ parses, identifierF1 }).toEqual(scoreAnew(wider, `${hole.truth} 7`));
      scorer.dispose();
      expect(end.mock.calls.length).toBe(parse.mock.calls.length + copy.mock.calls.length);
    } finally {
      vi.restoreAllMocks();
    }
  });

  it('forget files that were not asked for lately, when many are large', () => {
    const open = new Set<number>();
    let made = 0;
    const counting = createInfillScorer({
      prepare: () => Promise.resolve(),
      parse(language, text) {
        const tree = syntax.parse(language, text);
        const number = (made += 1);
        open.add(number);
        return tree && { ...tree, dispose: () => void (open.delete(number) && tree.dispose()) };
      },
    });
    const holeIn = (file: number): Hole => ({
      language: 'typescript',
      before: `// ${file}\n// ${'x'.repeat(300_000)}\n`,
      truth: 'let a;',
      after: '\n',
    });
    for (const file of [1, 2, 1, 3, 1, 4]) counting.score(holeIn(file), 'let b;');
    expect(made).toBe(4);
    expect([...open]).toEqual([1, 3, 4]);
    counting.dispose();
    expect(open.size).toBe(0);
  });
});
