/**
 * Turns a candidate into a task, or says why not. The true change must pass three times, in three fresh copies; tests that
 * do not agree with themselves are dropped; some test must fail without the change; and the grader itself must not take
 * an answer that changes nothing for a solution.
 */
import { AppError } from '../../base/appError.ts';
import { type Candidate, completeTask } from '../candidate.ts';
import { goldEdits, gradedState } from '../grading/gradedTask.ts';
import { judgeRun } from '../grading/judgeRun.ts';
import { runState, type StateTests } from '../grading/runState.ts';
import type { FileEdit, Task, TestPlan } from '../task.ts';
import type { TestRun, Workshop } from '../workshop.ts';
import { chooseTests, type TestSources } from './chooseTests.ts';
import type { RejectionReason } from './rejection.ts';
import { stableTests } from './stableTests.ts';

export type Admission =
  | {
      readonly kind: 'admitted';
      readonly task: Task;
      /** Tests left out because three runs of the true change did not agree on them. */
      readonly flakyTests: number;
    }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason; readonly detail: string };

/** What is being run. For people: `gold` comes three times. */
export type AdmissionStep = 'gold' | 'red' | 'noop';

export interface AdmissionRequest {
  readonly candidate: Candidate;
  readonly workshop: Workshop;
  readonly sources: TestSources;
  /** For a first run of tests that nobody has measured. */
  readonly goldTimeoutMs: number;
  readonly onStep?: (step: AdmissionStep) => void;
}

const goldRuns = 3;
/** A budget for other code than the true one: so many times what that took, and at least this. Mutants loop. */
const budgetFactor = 10;
const leastBudgetMs = 5000;
const greatestBudgetMs = 3_600_000;

/** Rejects with the abort and with bugs only. */
export async function admit(request: AdmissionRequest, signal: AbortSignal): Promise<Admission> {
  try {
    return await examine(request, signal);
  } catch (error) {
    if (error instanceof AppError && error.code === 'benchmark-base-missing') {
      return { kind: 'rejected', reason: 'base-missing', detail: error.message };
    }
    throw error;
  }
}

async function examine(request: AdmissionRequest, signal: AbortSignal): Promise<Admission> {
  const { candidate, workshop, sources, goldTimeoutMs, onStep } = request;
  const { draft } = candidate;
  const chosen = chooseTests(candidate, sources);
  if (typeof chosen === 'string') return rejected(chosen, draft.path);

  const runOf = (step: AdmissionStep, answer: readonly FileEdit[], timeoutMs: number): Promise<TestRun> => {
    onStep?.(step);
    const tests: StateTests = { ...chosen, timeoutMs };
    return runState(workshop, { base: draft.base, state: gradedState(draft, answer, chosen.files), tests }, signal);
  };

  const gold: (TestRun & { kind: 'ran' })[] = [];
  while (gold.length < goldRuns) {
    const run = await runOf('gold', goldEdits(draft), goldTimeoutMs);
    if (run.kind === 'broken') return rejected(brokenGold(run.cause), run.output);
    gold.push(run);
    // Where nothing passes twice more runs change nothing.
    const { passing, flaky } = stableTests(gold);
    if (passing.length === 0) return rejected(flaky.length > 0 ? 'gold-flaky' : 'gold-fails', run.output);
  }
  const { passing, flaky } = stableTests(gold);
  const slowestMs = Math.max(...gold.map(({ durationMs }) => durationMs));
  const timeoutMs = Math.ceil(Math.min(greatestBudgetMs, Math.max(leastBudgetMs, slowestMs * budgetFactor)));

  const red = await runOf('red', [], timeoutMs);
  if (red.kind === 'broken' && red.cause === 'not-started') return rejected('tests-not-started', red.output);
  // A run that loops, crashes or floods fails every test; that of the true change was ten times faster at least.
  const status =
    red.kind === 'ran' ? new Map(red.cases.map((test) => [test.name, test.status])) : new Map<string, string>();
  const failToPass = passing.filter((name) => status.get(name) !== 'passed');
  const passToPass = passing.filter((name) => status.get(name) === 'passed');
  if (failToPass.length === 0) {
    const telling = flaky.some((name) => status.get(name) !== 'passed');
    return rejected(telling ? 'only-flaky-tests-notice' : 'tests-do-not-notice', red.output);
  }

  const plan: TestPlan = { ...chosen, files: [...chosen.files], failToPass, passToPass, timeoutMs };
  // What has timed out once would only do so again.
  if (red.kind === 'broken' && red.cause === 'timed-out') {
    return { kind: 'admitted', task: await completeTask(draft, plan), flakyTests: flaky.length };
  }
  const noop = await runOf('noop', [], timeoutMs);
  const verdict = judgeRun(plan, noop);
  if (verdict.outcome.kind === 'solved') return rejected('noop-passes', noop.output);
  if (verdict.outcome.kind === 'infrastructure') return rejected('tests-not-started', noop.output);
  return { kind: 'admitted', task: await completeTask(draft, plan), flakyTests: flaky.length };
}

function brokenGold(cause: (TestRun & { kind: 'broken' })['cause']): RejectionReason {
  switch (cause) {
    case 'not-started':
      return 'tests-not-started';
    case 'timed-out':
      return 'gold-timed-out';
    case 'too-much-output':
    case 'no-report':
      return 'gold-without-report';
    case 'no-tests':
      return 'gold-fails';
  }
}

function rejected(reason: RejectionReason, detail: string): Admission {
  return { kind: 'rejected', reason, detail: detail.slice(-2000) };
}
