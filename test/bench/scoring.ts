/**
 * `npm run bench:scoring`: how long it takes to score the fillings of 10,000 holes, with and without a grammar for their
 * language, and what the edit similarities cost against the textbook's Levenshtein distance.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { editSimilarity } from '../../src/benchmark/scoring/editSimilarity.ts';
import { scoreInfill } from '../../src/benchmark/scoring/scoreInfill.ts';
import { mulberry32 } from '../../src/benchmark/statistics/mulberry32.ts';
import type { Syntax } from '../../src/benchmark/syntax.ts';
import { createSyntax } from '../../src/harness/syntax/createSyntax.ts';
import { milliseconds, printMachine, printTable, times } from './report.ts';

const count = 10_000;
const random = mulberry32(1);

interface Filled {
  readonly task: { readonly language: string; readonly before: string; readonly truth: string; readonly after: string };
  readonly answer: string;
}

const results = fillings();
const grammar = createSyntax();
await grammar.prepare(['typescript'], new AbortController().signal);
const noGrammar: Syntax = { prepare: () => Promise.resolve(), parse: () => undefined };

const distance = time(() => {
  for (const { task, answer } of results) editSimilarity(answer, task.truth);
});
const naive = time(() => {
  for (const { task, answer } of results) textbookLevenshtein(answer, task.truth);
});
const plain = time(() => {
  for (const { task, answer } of results) scoreInfill(task, answer, noGrammar);
});
const parsed = time(() => {
  for (const { task, answer } of results) scoreInfill(task, answer, grammar);
});
const characters = results.reduce((sum, { task }) => sum + task.truth.length, 0);
const files = results.reduce((sum, { task }) => sum + task.before.length + task.truth.length + task.after.length, 0);

printMachine(1);
printTable(
  `Scoring ${count} holes of ${Math.round(characters / count)} characters in files of ${Math.round(files / count)}, half of them filled wrongly`,
  ['what', 'time', 'against the scores without a grammar'],
  [
    ['all scores, without a grammar', milliseconds(plain), times(1)],
    ['all scores, with tree-sitter', milliseconds(parsed), times(parsed / plain)],
    ['both edit similarities alone', milliseconds(distance), times(distance / plain)],
    ["the textbook's Levenshtein distance alone", milliseconds(naive), times(naive / plain)],
  ],
);
console.log(`\nThe textbook's distance takes ${times(naive / distance)} the time of both similarities.`);

function time(run: () => void): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

/** Holes of one to twelve lines in this project's own sources: every second answer is right, the others have another ending. */
function fillings(): Filled[] {
  const folder = fileURLToPath(new URL('../../src/', import.meta.url));
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .toSorted()
    .map((path) => readFileSync(join(folder, path), 'utf8').split('\n'))
    .filter((lines) => lines.length > 40);
  return Array.from({ length: count }, (_, index): Filled => {
    const lines = texts[index % texts.length] ?? [];
    const first = Math.floor(random() * (lines.length - 13));
    const behind = first + 1 + Math.floor(random() * 12);
    const truth = lines.slice(first, behind).join('\n') || 'x';
    const task = {
      language: 'typescript',
      before: `${lines.slice(0, first).join('\n')}\n`,
      truth,
      after: `\n${lines.slice(behind).join('\n')}`,
    };
    const other = lines.slice(behind, behind + 2).join('\n');
    return { task, answer: index % 2 === 0 ? truth : `${truth.slice(0, truth.length >> 1)}${other}` };
  });
}

/** The whole table of Wagner and Fischer (1974), row by row. */
function textbookLevenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
