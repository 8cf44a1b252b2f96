/**
 * `npm run bench:workshop`: the harness's own work per task on a repository of 2,000 files: a task is asked, answered by an
 * engine that knows at once, and graded by one short test, as in a run. Prints where the time goes, first with one commit for
 * all tasks, then with one each, then with tests that speak of git; against a plain copy of the same files.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { nameTask } from '../../src/benchmark/digest.ts';
import { gradeInWorkshop } from '../../src/benchmark/running/gradeInWorkshop.ts';
import { createHoldups } from '../../src/benchmark/running/holdups.ts';
import { meterEngine } from '../../src/benchmark/running/meteredEngine.ts';
import { createPerform } from '../../src/benchmark/running/performTask.ts';
import { createPutTask } from '../../src/benchmark/running/putTask.ts';
import { createTurns } from '../../src/benchmark/running/turns.ts';
import { createInfillScorer } from '../../src/benchmark/scoring/infillScorer.ts';
import type { TaskCopy, Workshop } from '../../src/benchmark/workshop.ts';
import { createSyntax } from '../../src/harness/syntax/createSyntax.ts';
import { createWorkshop } from '../../src/harness/workshop/createWorkshop.ts';
import { rightAnswer } from '../benchmark/prompts/rightAnswer.ts';
import { knowingEngine, oracle } from '../benchmark/running/knowingEngine.ts';
import { planTest, testEngine, testParameters } from '../benchmark/running/runFixture.ts';
import { median, milliseconds, printMachine, printTable, times } from './report.ts';

const files = 2000;
const rounds = 15;
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'parity-bench-workshop-'));
const checkout = join(folder, 'checkout');
const git = (...words: string[]): string => execFileSync('git', words, { cwd: checkout, encoding: 'utf8' }).trim();
/** Milliseconds of one task, by what they went into. */
type Phases = Map<string, number>;
let phases: Phases = new Map();
const underWay = new Map<string, { readonly count: number; readonly sinceMs: number }>();

try {
  const commits = makeRepository();
  const { syntax, scorer } = await makeScorer();
  const workshop = await createWorkshop({ checkout, temporaryFolder: folder }, signal);
  try {
    const perform = createPerform({
      workshop: timedWorkshop(workshop),
      put: createPutTask(syntax),
      grade: gradeInWorkshop(timedWorkshop(workshop)),
      scoreInfill: scorer.score,
      turns: createTurns(1),
      parameters: testParameters,
      repository: 'bench',
      clock: systemClock,
      log: silentLog,
    });
    const measure = async (chosen: readonly string[]): Promise<Phases[]> => {
      const measured: Phases[] = [];
      for (const [round, commit] of chosen.entries()) {
        phases = new Map();
        const overheadMs = await doTask(commit, round, perform);
        phases.set('overhead as recorded', overheadMs);
        // The first round makes the folder.
        if (round > 0) measured.push(phases);
      }
      return measured;
    };
    const one = await measure(Array.from({ length: rounds + 1 }, () => commits[0] ?? ''));
    const each = await measure(commits.slice(0, rounds + 1));
    const withGit = await measure(Array.from({ length: rounds + 1 }, () => commits.at(-1) ?? ''));
    const plainMs = median(await plainCopies());
    print({ 'one commit': one, 'a commit each': each, 'tests speak of git': withGit }, workshop.sandbox.level, plainMs);
  } finally {
    scorer.dispose();
    await workshop.dispose();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function doTask(commit: string, round: number, perform: ReturnType<typeof createPerform>): Promise<number> {
  const path = 'd0/e0/f0.js';
  const mended = sourceOf(0);
  const task = await nameTask({
    ...{ schema: 1, language: 'javascript', cluster: 'made', date: null, family: 'bugfix', path, line: 1 },
    base: { kind: 'commit', commit },
    operator: 'arithmetic',
    setup: [{ path, text: mended.replace('+', '-') }],
    gold: [{ path, text: mended }],
    tests: {
      ...{ runner: 'node-test', directory: '.', files: ['test/f0.test.js'], failToPass: ['test/f0.test.js > adds'] },
      ...{ passToPass: [], timeoutMs: 60_000 },
    },
  });
  const bySeed = new Map();
  const engine = testEngine('oracle', { engine: knowingEngine([task], oracle, { answer: rightAnswer, bySeed }) });
  const { items } = await planTest([task], [engine]);
  const [item] = items;
  if (item === undefined) throw new Error('no item');
  bySeed.set(item.seed, task);
  const reserve = async () => ({ settle: () => {} });
  const metered = meterEngine({
    ...item.engine,
    reserve,
    holdups: createHoldups(systemClock),
    onWait: () => {},
    clock: systemClock,
  });
  const { outcome, overheadMs } = await perform(item, metered, signal);
  if (outcome.kind !== 'solved') throw new Error(`round ${round}: ${JSON.stringify(outcome)}`);
  return overheadMs;
}

/** Says for each call how long it took, apart from what it waited for others in this bench. */
function timedWorkshop(workshop: Workshop): Workshop {
  return {
    sandbox: workshop.sandbox,
    async open(base, edits, signal) {
      const copy = await timed('open a copy', () => workshop.open(base, edits, signal));
      return timedCopy(copy);
    },
  };
}

function timedCopy(copy: TaskCopy): TaskCopy {
  const { files } = copy;
  return {
    ...copy,
    files: {
      ...files,
      read: (path, signal) => timed('read files', () => files.read(path, signal)),
      list: (request, signal) => timed('read files', () => files.list(request, signal)),
    },
    apply: (edits, signal) => timed('apply edits', () => copy.apply(edits, signal)),
    async run(command, signal) {
      const started = performance.now();
      const outcome = await copy.run(command, signal);
      note('the test itself', outcome.durationMs);
      note('around the test', performance.now() - started - outcome.durationMs);
      return outcome;
    },
    dispose: () => timed('give the copy back', () => copy.dispose()),
  };
}

/** What is done side by side counts once. */
async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = underWay.get(name) ?? { count: 0, sinceMs: performance.now() };
  underWay.set(name, { ...before, count: before.count + 1 });
  try {
    return await work();
  } finally {
    const { count, sinceMs } = underWay.get(name) ?? before;
    underWay.set(name, { count: count - 1, sinceMs });
    if (count === 1) {
      underWay.delete(name);
      note(name, performance.now() - sinceMs);
    }
  }
}

function note(name: string, ms: number): void {
  phases.set(name, (phases.get(name) ?? 0) + ms);
}

async function makeScorer() {
  const syntax = createSyntax();
  await syntax.prepare(['javascript'], signal);
  return { syntax, scorer: createInfillScorer(syntax) };
}

function sourceOf(index: number): string {
  return `export const add${index} = (a, b) => a + b;\n`.repeat(1 + (index % 300));
}

/** A commit for each round that changes one file; the last one's tests speak of git. */
function makeRepository(): readonly string[] {
  const write = (path: string, text: string): void => {
    mkdirSync(join(checkout, path, '..'), { recursive: true });
    writeFileSync(join(checkout, path), text);
  };
  for (let index = 0; index < files; index += 1) write(`d${index % 40}/e${index % 7}/f${index}.js`, sourceOf(index));
  write('package.json', JSON.stringify({ type: 'module', scripts: { test: 'node --test' } }));
  const test = (extra: string): string =>
    `${extra}import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { add0 } from '../d0/e0/f0.js';\ntest('adds', () => assert.equal(add0(1, 2), 3));\n`;
  write('test/f0.test.js', test(''));
  git('init', '-q');
  rmSync(join(checkout, '.git', 'hooks'), { recursive: true, force: true });
  const commits: string[] = [];
  const commit = (): void => {
    git('add', '.');
    git('-c', 'user.name=b', '-c', 'user.email=b@example.invalid', 'commit', '-qm', 'base');
    commits.push(git('rev-parse', 'HEAD'));
  };
  commit();
  for (let round = 0; round < rounds; round += 1) {
    write(`d1/e1/f${round}.js`, `// ${round}\n`);
    commit();
  }
  write('test/f0.test.js', test('// git\n'));
  commit();
  return commits;
}

async function plainCopies(): Promise<number[]> {
  const copy = join(folder, 'plain');
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await cp(checkout, copy, { recursive: true, filter: (path) => !path.endsWith('.git') });
    await rm(copy, { recursive: true });
    took.push(performance.now() - started);
  }
  return took;
}

function print(measured: Readonly<Record<string, readonly Phases[]>>, level: string, plainMs: number): void {
  const names = [...new Set(Object.values(measured).flatMap((list) => list.flatMap((each) => [...each.keys()])))];
  const middle = (list: readonly Phases[], name: string): number => median(list.map((each) => each.get(name) ?? 0));
  printMachine(1);
  printTable(
    `Medians of ${rounds} tasks on ${files} files in ${level}; a plain copy and its removal take ${milliseconds(plainMs)}`,
    ['what', ...Object.keys(measured)],
    [
      ...names.map((name) => [name, ...Object.values(measured).map((list) => milliseconds(middle(list, name)))]),
      [
        'overhead against a plain copy',
        ...Object.values(measured).map((list) => times(middle(list, 'overhead as recorded') / plainMs)),
      ],
    ],
  );
}
