import { describe, expect, it } from 'vitest';
import { nameTask } from '../../../src/benchmark/digest.ts';
import { mergeRuns } from '../../../src/benchmark/running/mergeRuns.ts';
import { isInShard } from '../../../src/benchmark/running/shard.ts';
import type { Task } from '../../../src/benchmark/task.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { testRun } from '../../harness/run/testRun.ts';
import { type Knowledge, knowingEngine, noisyOracle, oracle } from './knowingEngine.ts';
import { performInMemory } from './performInMemory.ts';
import { planTest, runTest, testEngine, testParameters } from './runFixture.ts';
import { planRun } from '../../../src/benchmark/running/planRun.ts';

const broken = 'export function add(a, b) {\n  return a - b;\n}\n';
const mended = broken.replace('-', '+');
const common = { schema: 1, language: 'javascript', cluster: 'made', date: null } as const;
const base = { kind: 'files' as const, files: [{ path: 'src/add.js', text: mended }] };
const repair = {
  path: 'src/add.js',
  setup: [{ path: 'src/add.js', text: broken }],
  gold: [{ path: 'src/add.js', text: mended }],
  tests: {
    runner: 'node-test' as const,
    directory: '.',
    files: ['test/add.test.js'],
    failToPass: ['adds'],
    passToPass: [],
    timeoutMs: 10_000,
  },
};
const hole = { start: 27, end: 42 };

async function everyFamily(): Promise<Task[]> {
  const path = 'src/add.js';
  const infill = { before: 'export function add(a, b) {\n  return ', truth: 'a + b;', after: '\n}\n', path };
  const call = { name: 'read_file', arguments: { path: { accepted: [path], required: true } } };
  return Promise.all([
    nameTask({ ...common, base, family: 'infill', hole: 'line', ...infill }),
    nameTask({ ...common, base, family: 'infill', hole: 'line', ...infill, tests: repair.tests }),
    nameTask({ ...common, base, family: 'body', ...repair, functionName: 'add', hole }),
    nameTask({ ...common, base, family: 'bugfix', ...repair, operator: 'arithmetic', line: 2 }),
    nameTask({
      ...common,
      base,
      family: 'replay',
      ...repair,
      commit: 'a'.repeat(40),
      message: 'Add',
      hidden: [{ path: 'test/add.test.js', text: '' }],
    }),
    nameTask({ ...common, base, family: 'toolcall', category: 'simple', question: 'What is in it?', expected: [call] }),
    nameTask({ ...common, base, family: 'toolcall', category: 'irrelevance', question: 'Why?', expected: [] }),
    nameTask({
      ...common,
      base,
      family: 'agent',
      ...repair,
      kind: 'bugfix',
      instruction: 'add does not add.',
      hidden: [],
    }),
  ]);
}

const { perform, clock } = performInMemory();

function engineWith(tasks: readonly Task[], knows: Knowledge | null) {
  const engine: Engine = knowingEngine(tasks, knows);
  return testEngine('a', { engine, parallel: 4 });
}

describe('the harness', () => {
  it('gives an engine that knows the truth all of it, in every family and both ways', async () => {
    const tasks = await everyFamily();
    const { items } = await planTest(tasks, [engineWith(tasks, oracle)]);
    const { lines } = await runTest(items, { perform, clock });
    expect(lines.filter(({ outcome }) => outcome.kind !== 'solved')).toEqual([]);
    expect(lines.length).toBe(10);
    expect(new Set(lines.map(({ family }) => family)).size).toBe(6);
  });

  it('gives an engine that says nothing nothing, in every family and both ways', async () => {
    const tasks = await everyFamily();
    const { items } = await planTest(tasks, [engineWith(tasks, null)]);
    const { lines, end } = await runTest(items, { perform, clock });
    expect(lines.map(({ outcome }) => outcome.kind)).toEqual(items.map(() => 'failed'));
    expect(end.shortfalls).toEqual([]);
  });

  it('counts of a noisy engine just the answers that it gave right', async () => {
    const knows = noisyOracle(0.7);
    const tasks = (await everyFamily()).filter(({ family }) => family === 'bugfix' || family === 'body');
    let right = 0;
    for (let run = 0; run < 10; run++) {
      const questions = { samples: 25, parameters: testParameters, promptVersion: 1, seed: `run ${run}` };
      const { items } = await planRun(tasks, [engineWith(tasks, knows)], questions, new AbortController().signal);
      const { lines } = await runTest(items, { perform, clock });
      const solved = lines.filter(({ outcome }) => outcome.kind === 'solved').map(({ key }) => key);
      const known = items.filter(({ seed }) => knows(seed)).map(({ key }) => key);
      expect(solved.toSorted()).toEqual(known.toSorted());
      right += solved.length;
    }
    expect(right).toBeGreaterThan(0);
    expect(right).toBeLessThan(500);
  });

  it('gives the same from four shards, merged, as from one run', async () => {
    const tasks = await everyFamily();
    const engine = engineWith(tasks, noisyOracle(0.5));
    const whole = await runTest((await planTest(tasks, [engine], 3)).items, { perform, clock });
    const parts = [];
    for (const index of [1, 2, 3, 4]) {
      const shard = { index, of: 4 };
      const own = tasks.filter(({ id }) => isInShard(id, shard));
      const { lines } = await runTest((await planTest(own, [engine], 3)).items, { perform, clock });
      const run = await testRun(tasks, [engine], { shard, taskIds: own.map(({ id }) => id) });
      parts.push({ name: `shard ${index}`, run, results: lines });
    }
    const merged = mergeRuns(parts);
    if (merged.kind === 'refused') throw new Error(merged.problem);
    const verdicts = (lines: typeof whole.lines) =>
      lines.map(({ key, outcome }) => `${key} ${outcome.kind}`).toSorted();
    expect(verdicts(merged.results)).toEqual(verdicts(whole.lines));
    expect(merged.run.taskIds.toSorted()).toEqual(tasks.map(({ id }) => id).toSorted());
    expect(mergeRuns([...parts, ...parts.slice(0, 1)]).kind).toBe('refused');
    const [first, ...others] = parts;
    if (first === undefined) throw new Error('there are no shards');
    const container = { program: 'docker', version: '28', image: 'node:22', digest: 'sha256:0' };
    const run = { ...first.run, sandbox: { ...first.run.sandbox, container } };
    expect(mergeRuns([{ ...first, run }, ...others])).toMatchObject({
      kind: 'refused',
      problem: expect.stringContaining('containers differ') as unknown,
    });
  });
});
