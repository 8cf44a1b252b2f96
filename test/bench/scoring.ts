/**
 * `npm run bench:scoring`: how long 10,000 results take. Their answers are scored anew, with a grammar and without one: all of
 * other holes, file by file, then 42 answers to each of 240 tasks as in a run. And their lines are read and summarized, as for a report.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summarizeRun } from '../../src/benchmark/report/summarizeRun.ts';
import { editSimilarity } from '../../src/benchmark/scoring/editSimilarity.ts';
import { createInfillScorer, type Hole } from '../../src/benchmark/scoring/infillScorer.ts';
import { countSyntaxErrors } from '../../src/benchmark/scoring/syntaxErrors.ts';
import { mulberry32 } from '../../src/benchmark/statistics/mulberry32.ts';
import type { Syntax } from '../../src/benchmark/syntax.ts';
import { createSyntax } from '../../src/harness/syntax/createSyntax.ts';
import { parseResults } from '../../src/harness/run/resultFile.ts';
import { makeRun } from '../ui/reportFixture.ts';
import { milliseconds, printMachine, printTable, times } from './report.ts';

const count = 10_000;
const tasks = 240;
const random = mulberry32(1);

interface Filled {
  readonly hole: Hole;
  readonly answer: string;
}

const sources = readSources();
const mistakes = [changeWord, dropLine, repeatNeighbours, breakOff];
const apart = Array.from({ length: count }, (_, index) => fill(makeHole(index / count), index, mistakes));
const taskHoles = Array.from({ length: tasks }, (_, index) => makeHole(index / tasks));
const together = fillTasks(mistakes);
const brokenOff = fillTasks([breakOff]);
const grammar = createSyntax();
await grammar.prepare(['typescript'], new AbortController().signal);
const noGrammar: Syntax = { prepare: () => Promise.resolve(), parse: () => undefined };

const plain = timeScores(apart, noGrammar);
const parsedTwice = time(() => {
  for (const { hole, answer } of apart) {
    parseAnew(hole, hole.truth);
    if (answer !== hole.truth) parseAnew(hole, answer);
  }
});
const parsed = timeScores(apart, grammar);
const parsedBrokenOff = timeScores(brokenOff, grammar);
const parsedTogether = timeScores(together, grammar);
const distance = time(() => {
  for (const { hole, answer } of apart) editSimilarity(answer, hole.truth);
});
const naive = time(() => {
  for (const { hole, answer } of apart) textbookLevenshtein(answer, hole.truth);
});
const { run, results } = await makeRun(count / 2);
const lines = Buffer.from(results.map((result) => `${JSON.stringify(result)}\n`).join(''));
const summarized = time(() => summarizeRun(run, parseResults(lines, 'results.jsonl')));

const unparsed = share(apart);
const unparsedBrokenOff = share(brokenOff);
const mean = (lengths: readonly number[]): number =>
  Math.round(lengths.reduce((sum, length) => sum + length, 0) / lengths.length);
const holeLength = mean(apart.map(({ hole }) => hole.truth.length));
const fileLength = mean(apart.map(({ hole }) => hole.before.length + hole.truth.length + hole.after.length));
printMachine(1);
printTable(
  `${count} answers to holes of ${holeLength} characters in files of ${fileLength}, half of them wrong, of which ${unparsed} do not parse`,
  ['what', 'processor time', 'against the scores without a grammar'],
  [
    ['all scores, without a grammar', milliseconds(plain), times(1)],
    ['all scores, each of another hole', milliseconds(parsed), times(parsed / plain)],
    [`all scores, of ${tasks} tasks`, milliseconds(parsedTogether), times(parsedTogether / plain)],
    [
      `the same, but ${unparsedBrokenOff} of the wrong ones do not parse`,
      milliseconds(parsedBrokenOff),
      times(parsedBrokenOff / plain),
    ],
    ['parsing alone, each file anew', milliseconds(parsedTwice), times(parsedTwice / plain)],
    ['both edit similarities alone', milliseconds(distance), times(distance / plain)],
    ["the textbook's Levenshtein distance alone", milliseconds(naive), times(naive / plain)],
    [`${results.length} lines read and summarized`, milliseconds(summarized), times(summarized / plain)],
  ],
);
console.log(
  `\nParsing anew takes ${times(parsedTwice / parsed)} the time of all scores, the textbook's distance ${times(naive / distance)} that of both similarities.`,
);

/** Of the wrong answers, those that do not parse. */
function share(filled: readonly Filled[]): string {
  const scorer = createInfillScorer(grammar);
  const scores = filled.map(({ hole, answer }) => scorer.score(hole, answer)).filter(({ exactMatch }) => !exactMatch);
  scorer.dispose();
  return `${Math.round((100 * scores.filter(({ parses }) => parses === false).length) / scores.length)}%`;
}

function timeScores(filled: readonly Filled[], syntax: Syntax): number {
  const scorer = createInfillScorer(syntax);
  const took = time(() => {
    for (const { hole, answer } of filled) scorer.score(hole, answer);
  });
  scorer.dispose();
  return took;
}

/** Of the processor, in milliseconds: others may be at work on this machine. */
function time(run: () => void): number {
  const started = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

function parseAnew({ language, before, after }: Hole, filling: string): void {
  const tree = grammar.parse(language, before + filling + after);
  if (tree !== undefined) countSyntaxErrors(tree.root);
  tree?.dispose();
}

/** This project's own. */
function readSources(): readonly (readonly string[])[] {
  const folder = fileURLToPath(new URL('../../src/', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .toSorted()
    .map((path) => readFileSync(join(folder, path), 'utf8').split('\n'))
    .filter((lines) => lines.length > 40);
}

/** Of one to twelve lines; `place` in 0 to 1 says in which of the files. */
function makeHole(place: number): Hole {
  const lines = sources[Math.floor(place * sources.length)] ?? [];
  const first = Math.floor(random() * (lines.length - 13));
  const behind = first + 1 + Math.floor(random() * 12);
  return {
    language: 'typescript',
    before: `${lines.slice(0, first).join('\n')}\n`,
    truth: lines.slice(first, behind).join('\n') || 'x',
    after: `\n${lines.slice(behind).join('\n')}`,
  };
}

function fillTasks(kinds: typeof mistakes): readonly Filled[] {
  return Array.from({ length: count }, (_, index) =>
    fill(taskHoles[index % tasks] ?? makeHole(0), Math.floor(index / tasks), kinds),
  );
}

/** Every second answer is right. */
function fill(hole: Hole, index: number, kinds: typeof mistakes): Filled {
  const mistake = kinds[(index >> 1) % kinds.length];
  return { hole, answer: index % 2 === 0 || mistake === undefined ? hole.truth : mistake(hole) };
}

/** Breaks off, and goes on as the file does: most of these do not parse. */
function breakOff({ truth, after }: Hole): string {
  return truth.slice(0, Math.floor(truth.length * (0.25 + random() / 2))) + after.split('\n', 3).join('\n');
}

function changeWord({ truth }: Hole): string {
  const words = truth.split(/\b/);
  return words.with(Math.floor(random() * words.length), 'other').join('');
}

function dropLine({ truth }: Hole): string {
  const lines = truth.split('\n');
  return lines.toSpliced(Math.floor(random() * lines.length), 1).join('\n');
}

function repeatNeighbours({ truth, before }: Hole): string {
  return before
    .split('\n')
    .slice(-1 - truth.split('\n').length, -1)
    .join('\n');
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
