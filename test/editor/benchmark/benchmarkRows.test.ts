import { expect, it } from 'vitest';
import { summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import type { BenchmarkJob } from '../../../src/editor/benchmark/benchmarkJob.ts';
import type { BenchmarkRow } from '../../../src/editor/benchmark/benchmarkRow.ts';
import { benchmarkRows } from '../../../src/editor/benchmark/benchmarkRows.ts';
import type { RunStatus } from '../../../src/editor/benchmark/runStatus.ts';
import type { StoredBenchmarks, StoredRun, StoredSet } from '../../../src/editor/benchmark/storedRuns.ts';
import { engineRecord, failedTests, runRecord, taskResult } from '../../benchmark/report/resultFixture.ts';
import { testChoice } from './testChoice.ts';

const set: StoredSet = {
  id: '20261124-100000-aaaa',
  folder: '/sets/a',
  path: '/sets/a/task-set.jsonl',
  header: {
    schema: 1,
    kind: 'parity-tasks',
    repository: { name: 'project', head: 'c'.repeat(40) },
    seed: 'seed',
    since: null,
    fileCount: 3,
    commitCount: 2,
    isShallow: false,
    endedEarly: false,
    rejected: [],
    skippedFiles: [],
    skippedCommits: [],
  },
  taskCounts: { body: 2 },
  taskCount: 2,
};

const status: RunStatus = {
  schema: 1,
  setId: set.id,
  choice: testChoice(['body']),
  total: 2,
  state: 'ended',
  shortfalls: [],
};

const results = [taskResult({ taskId: 'one' }), taskResult({ taskId: 'two', outcome: failedTests })];

function stored(changes: Partial<StoredRun> = {}): StoredRun {
  const summary = summarizeRun(runRecord(), results);
  return {
    id: '20261124-110000-bbbb',
    folder: '/runs/b',
    summary,
    status,
    done: 2,
    use: () => undefined,
    isHeld: false,
    ...changes,
  };
}

function rowsOf(run: StoredRun, job: BenchmarkJob = { kind: 'idle' }, sets = [set]): readonly BenchmarkRow[] {
  const found: StoredBenchmarks = { sets, runs: [run], unfinishedSets: [], unreadable: [] };
  return benchmarkRows(found, job);
}

function onlyRun(rows: readonly BenchmarkRow[]): BenchmarkRow | undefined {
  return rows.flatMap(({ children }) => children)[0];
}

it('puts a run under its task set, with its score in one line', () => {
  const [row] = rowsOf(stored());
  expect(row?.label).toBe('2 tasks');
  expect(row?.children.map(({ label, description }) => [label, description])).toEqual([
    ['Model first', '1 of 2 solved (50%)'],
  ]);
});

it('offers a vote on answers where there are two engines, and the run is not under way', () => {
  const run = runRecord({ engines: [engineRecord('first'), engineRecord('second')] });
  const two = stored({ summary: summarizeRun(run, results) });
  expect(onlyRun(rowsOf(two))?.actions).toContain('vote');
  expect(onlyRun(rowsOf(stored()))?.actions).not.toContain('vote');
});

it('names both engines and both scores of a comparison', () => {
  const run = runRecord({ engines: [engineRecord('first'), engineRecord('second')] });
  const both = [...results, taskResult({ taskId: 'one', engineId: 'second' })];
  const row = onlyRun(rowsOf(stored({ summary: summarizeRun(run, both), status: { ...status, total: 4 }, done: 3 })));
  expect(row?.label).toBe('Model first against Model second');
  expect(row?.description).toBe(
    'partial, 3 of 4 answers · Model first: 1 of 2 solved (50%) · Model second: 1 of 1 solved (100%)',
  );
});

it.each([
  ['ended', 2, '1 of 2 solved (50%)', false],
  ['ended', 1, 'partial, 1 of 2 answers · 1 of 2 solved (50%)', true],
  ['stopped', 1, 'partial, 1 of 2 answers · 1 of 2 solved (50%)', true],
  ['open', 1, 'interrupted at 1 of 2 answers · 1 of 2 solved (50%)', true],
] as const)(
  'says what a run that is %s with %i answers has, and whether it can go on',
  (state, done, words, resumes) => {
    const row = onlyRun(rowsOf(stored({ done, status: { ...status, state } })));
    expect(row?.description).toBe(words);
    expect(row?.actions.includes('resume')).toBe(resumes);
  },
);

it('says of a run that another window works on that it runs, and lets nobody go on with it or delete it', () => {
  const [row] = rowsOf(stored({ done: 1, status: { ...status, state: 'open' }, isHeld: true }));
  const run = row?.children[0];
  expect(run?.description).toBe('running in another window, 1 of 2 answers · 1 of 2 solved (50%)');
  expect(run?.actions).toEqual(['report', 'export', 'reveal']);
  expect(row?.actions).not.toContain('delete');
});

const running = { done: 1, total: 2, remainingMs: 240_000, isPaused: false, spentUsd: 0, waitingFor: [] };

it('shows how far the run under way is, and deletes neither it nor its tasks', () => {
  const run = stored({ done: 1, status: { ...status, state: 'open' } });
  const rows = rowsOf(run, { kind: 'running', runId: run.id, running });
  expect(onlyRun(rows)?.description).toBe('1 of 2 answers, about 4 min left · 1 of 2 solved (50%)');
  expect(onlyRun(rows)?.actions).toEqual(['report', 'pause', 'stop', 'export', 'reveal']);
  expect(rows[0]?.actions).not.toContain('delete');
});

it('says which engine is waited for', () => {
  const run = stored({ done: 1, status: { ...status, state: 'open' } });
  const waiting = { ...running, waitingFor: ['OpenAI', 'Claude'] };
  const rows = rowsOf(run, { kind: 'running', runId: run.id, running: waiting });
  expect(onlyRun(rows)?.description).toContain('waiting for OpenAI and Claude');
});

it('offers to go on with a paused run', () => {
  const run = stored({ done: 1, status: { ...status, state: 'open' } });
  const rows = rowsOf(run, { kind: 'running', runId: run.id, running: { ...running, isPaused: true } });
  expect(onlyRun(rows)?.actions).toEqual(['report', 'resume', 'stop', 'export', 'reveal']);
  expect(onlyRun(rows)?.description).toContain('paused at 1 of 2 answers');
});

it('keeps runs in sight whose task set is gone, and says why a run ended early', () => {
  const run = stored({ done: 1, status: { ...status, shortfalls: ['cap-usd', 'engine-stopped:provider-auth'] } });
  const rows = rowsOf(run, { kind: 'idle' }, []);
  expect(rows.map(({ label }) => label)).toEqual(['Other runs']);
  expect(onlyRun(rows)?.tooltip).toContain(
    'Ended early: the cap on cost is reached, an engine stopped answering (provider-auth)',
  );
});

it('begins with the task set that is being made', () => {
  const preparation = {
    step: { kind: 'trying' },
    found: 40,
    admitted: { infill: 3, body: 1 },
    rejected: 5,
    wanted: 30,
  } as const;
  const [row] = rowsOf(stored(), { kind: 'preparing', preparation });
  expect(row?.description).toBe('4 of 30 tasks, 5 candidates turned away');
  expect(row?.tooltip).toContain('3 × fill a hole, 1 × write a function body');
  expect(row?.actions).toEqual(['stop']);
});

it('shows a task set that was stopped, until another is being made of what is kept', () => {
  const found: StoredBenchmarks = { sets: [], runs: [], unfinishedSets: ['20261124-100000-aaaa'], unreadable: [] };
  expect(benchmarkRows(found, { kind: 'idle' }).map(({ label, actions }) => [label, actions])).toEqual([
    ['Unfinished task set', ['again', 'delete']],
  ]);
  const preparation = { step: { kind: 'mining' }, found: 0, admitted: {}, rejected: 0, wanted: 30 } as const;
  expect(benchmarkRows(found, { kind: 'preparing', preparation }).map(({ id }) => id)).toEqual(['preparing']);
});
