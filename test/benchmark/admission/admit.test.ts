import { describe, expect, it } from 'vitest';
import type { AdmissionJournal } from '../../../src/benchmark/admission/admissionJournal.ts';
import { admissionSchema } from '../../../src/benchmark/admission/admissionJournal.ts';
import { admitAll } from '../../../src/benchmark/admission/admitAll.ts';
import { type Admission, type AdmissionStep, admit } from '../../../src/benchmark/admission/admit.ts';
import { chooseTests, type TestSources } from '../../../src/benchmark/admission/chooseTests.ts';
import type { Candidate } from '../../../src/benchmark/candidate.ts';
import { callMap, type TestCalls } from '../../../src/benchmark/coverage/callMap.ts';
import { taskSchema } from '../../../src/benchmark/task.ts';
import type { Workshop } from '../../../src/benchmark/workshop.ts';
import { bodyDraft, replayDraft } from './drafts.ts';
import { type ScriptedRun, scriptedWorkshop } from './scriptedWorkshop.ts';

const signal = new AbortController().signal;
const calls = (file: string, durationMs: number, name: string): TestCalls => ({
  ...{ runner: 'vitest', directory: '.', file, durationMs },
  functions: [{ path: 'src/a.js', name }],
});
const sources: TestSources = {
  suites: [
    { runner: 'vitest', directory: '.', options: [], environment: {}, files: ['test/a.test.js', 'test/b.test.js'] },
  ],
  calls: callMap([calls('test/a.test.js', 10, 'Class.run')]),
};
const candidate: Candidate = { draft: bodyDraft(), relatedTests: [] };

function admitWith(workshop: Workshop, onStep?: (step: AdmissionStep) => void): Promise<Admission> {
  return admit({ candidate, workshop, sources, goldTimeoutMs: 60_000, ...(onStep && { onStep }) }, signal);
}

/** `gold`: its three runs; the last one stands for more. */
function workshopOf(gold: readonly ScriptedRun[], broken: ScriptedRun): ReturnType<typeof scriptedWorkshop> {
  return scriptedWorkshop((state, run) => (state['src/a.js'] === 'gold' ? (gold[run] ?? gold.at(-1) ?? {}) : broken));
}

describe('admission', () => {
  it('runs the true change three times, then the broken state twice, and sorts the tests', async () => {
    const workshop = workshopOf([{ told: 'passed', calm: 'passed', off: 'skipped', bad: 'failed' }], {
      told: 'failed',
      calm: 'passed',
    });
    const steps: AdmissionStep[] = [];
    const admission = await admitWith(workshop, (step) => steps.push(step));
    expect(steps).toEqual(['gold', 'gold', 'gold', 'red', 'noop']);
    expect(workshop.openCopies()).toBe(0);
    if (admission.kind !== 'admitted') throw new Error(admission.reason);
    expect(taskSchema.parse(admission.task)).toMatchObject({
      family: 'body',
      tests: {
        runner: 'vitest',
        files: ['test/a.test.js'],
        failToPass: ['test/a.test.js > told'],
        passToPass: ['test/a.test.js > calm'],
        timeoutMs: 5000,
      },
    });
    expect(admissionSchema.parse(admission)).toEqual(admission);
  });

  it('drops and counts tests that do not agree with themselves', async () => {
    const gold: ScriptedRun[] = [
      { told: 'passed', moody: 'passed' },
      { told: 'passed', moody: 'failed' },
      { told: 'passed', moody: 'passed', once: 'passed' },
    ];
    const admission = await admitWith(workshopOf(gold, { told: 'failed', moody: 'failed' }));
    expect(admission).toMatchObject({
      kind: 'admitted',
      flakyTests: 2,
      task: { tests: { failToPass: ['test/a.test.js > told'], passToPass: [] } },
    });
  });

  it.each(['timed-out', 'exited', 'too-much-output'] as const)(
    'takes a broken state that ends %s for one that fails every test',
    async (kind) => {
      const admission = await admitWith(workshopOf([{ a: 'passed', b: 'passed' }], kind));
      expect(admission).toMatchObject({
        kind: 'admitted',
        task: { tests: { failToPass: ['test/a.test.js > a', 'test/a.test.js > b'], passToPass: [] } },
      });
    },
  );

  it.each<[string, readonly ScriptedRun[], ScriptedRun, string]>([
    ['fails with the true change', [{ a: 'failed' }], { a: 'failed' }, 'gold-fails'],
    ['has no tests', [{}], {}, 'gold-fails'],
    ['passes now and then', [{ a: 'passed' }, { a: 'failed' }], { a: 'failed' }, 'gold-flaky'],
    ['never ends', ['timed-out'], 'timed-out', 'gold-timed-out'],
    ['gives no report in the third run', [{ a: 'passed' }, { a: 'passed' }, 'exited'], {}, 'gold-without-report'],
    ['does not notice', [{ a: 'passed' }], { a: 'passed' }, 'tests-do-not-notice'],
    [
      'notices by a flaky test alone',
      [{ a: 'passed', b: 'passed' }, { a: 'passed', b: 'failed' }, { a: 'passed' }],
      { a: 'passed', b: 'failed' },
      'only-flaky-tests-notice',
    ],
    ['cannot start', ['not-started'], {}, 'tests-not-started'],
    ['has no runner installed', ['missing-runner'], {}, 'tests-not-started'],
  ])('rejects a candidate whose test %s', async (_name, gold, broken, reason) => {
    expect(await admitWith(workshopOf(gold, broken))).toMatchObject({ kind: 'rejected', reason });
  });

  it('rejects what an answer without changes would solve', async () => {
    const workshop = scriptedWorkshop((_state, run): ScriptedRun => ({ a: run === 3 ? 'failed' : 'passed' }));
    expect(await admitWith(workshop)).toMatchObject({ kind: 'rejected', reason: 'noop-passes' });
  });

  it('goes on where it was, without a run of what is decided', async () => {
    const kept = new Map<string, Admission>();
    const journal: AdmissionJournal = {
      get: (key) => kept.get(key),
      put: (key, admission) => Promise.resolve(void kept.set(key, admission)),
    };
    const decide = async (workshop: Workshop): Promise<unknown[]> => {
      const found: unknown[] = [];
      const request = {
        candidates: [candidate],
        workshop,
        journal,
        goldTimeoutMs: 1000,
        sourcesFor: () => Promise.resolve(sources),
      };
      for await (const { admission, isFromJournal } of admitAll(request, signal))
        found.push([admission, isFromJournal]);
      return found;
    };
    const [first] = await decide(workshopOf([{ a: 'passed' }], { a: 'failed' }));
    const silent = workshopOf([], 'not-started');
    const [second] = await decide(silent);
    expect(first).toEqual([expect.objectContaining({ kind: 'admitted' }), false]);
    expect(second).toEqual([[...kept.values()][0], true]);
    expect(silent.states()).toEqual([]);
  });
});

describe('the tests that decide', () => {
  it('are those that call the function, the fastest first', () => {
    const both = callMap([calls('test/a.test.js', 20, 'run'), calls('test/b.test.js', 10, 'run')]);
    expect(chooseTests(candidate, { ...sources, calls: both })).toEqual({
      runner: 'vitest',
      directory: '.',
      files: ['test/b.test.js', 'test/a.test.js'],
    });
  });

  it('are the related ones where nothing is measured', () => {
    const related = { ...candidate, relatedTests: ['test/b.test.js'] };
    expect(chooseTests(related, { ...sources, calls: callMap([]) })).toMatchObject({ files: ['test/b.test.js'] });
  });

  it('are the hidden ones of a commit, when a runner takes them', () => {
    const replay: Candidate = { draft: replayDraft(), relatedTests: ['test/a.test.js'] };
    const suite = {
      runner: 'mocha',
      directory: '.',
      options: [],
      environment: {},
      files: ['checks/hidden.js'],
    } as const;
    expect(chooseTests(replay, { ...sources, suites: [suite] })).toEqual({
      runner: 'mocha',
      directory: '.',
      files: ['checks/hidden.js'],
    });
    expect(chooseTests(replay, sources)).toBe('no-test-runner');
  });

  it('are none without coverage or relation', () => {
    expect(chooseTests(candidate, { ...sources, calls: callMap([]) })).toBe('no-covering-tests');
  });
});
