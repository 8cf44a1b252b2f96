import type { RunRecord, TaskResult } from '../result.ts';
import type { Task, TaskFamily } from '../task.ts';
import { type BreakEvenForm, breakEvenForm } from './breakEvenForm.ts';
import { type FamilyComparison, compareFamilies } from './compareFamilies.ts';
import { describeEvidence } from './describeEvidence.ts';
import { type EvidencePlace, packEvidence, placeEvidence } from './evidencePack.ts';
import type { PublishedScore } from './publishedScore.ts';
import { type RunSummary, summarizeRun } from './summarizeRun.ts';
import { type TaskOutcome, outcomesByTask } from './winLoss.ts';

/** What the page shows at once. Plain data, all of it untrusted: paths, questions and details come from the repository. */
export interface ReportData {
  readonly summary: RunSummary;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly tasks: readonly TaskRow[];
  readonly families: readonly FamilyComparison[];
  /** What one can change in the page, as it is before one does. */
  readonly breakEven: BreakEvenForm;
  readonly published: readonly PublishedScore[];
}

export interface TaskRow {
  readonly id: string;
  readonly family: TaskFamily;
  readonly language: string;
  /** One line: the path, the question, the commit's subject. */
  readonly subject: string;
  /** Of the engines that were asked, in the order of the run. */
  readonly outcomes: readonly TaskOutcome[];
  readonly answers: readonly AnswerRow[];
}

export interface AnswerRow {
  readonly engineId: string;
  readonly through: TaskResult['through'];
  readonly sample: number;
  /** `solved`, one of `failureReasons`, or the code of an infrastructure failure. */
  readonly reason: string;
  readonly kind: TaskResult['outcome']['kind'];
  readonly totalMs: number;
  readonly generatedTokens: number;
  readonly similarity: number | null;
  readonly evidence: EvidencePlace;
}

export interface Report {
  readonly data: ReportData;
  /** As `packEvidence` makes them. */
  readonly packs: readonly string[];
}

export interface ReportSource {
  readonly run: RunRecord;
  /** Every line of the run's file, see `summarizeRun`. */
  readonly results: readonly TaskResult[];
  /** Those that are at hand; the others are shown by their id. */
  readonly tasks: readonly Task[];
  /** What others measured of these models. */
  readonly published?: readonly PublishedScore[];
}

export async function makeReport(
  { run, results, tasks, published = [] }: ReportSource,
  madeAt: string,
): Promise<Report> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const latest = [...new Map(results.map((result) => [result.key, result])).values()];
  const evidence = latest.map((result) => describeEvidence(result, byId.get(result.taskId)));
  const answers = new Map<string, AnswerRow[]>();
  for (const [position, result] of latest.entries()) {
    const own = answers.get(result.taskId) ?? [];
    own.push(answerRow(result, position));
    answers.set(result.taskId, own);
  }
  const outcomes = outcomesByTask(
    run.engines.map(({ id }) => id),
    latest,
  );
  const summary = summarizeRun(run, results);
  const samples = new Map(latest.map((result) => [result.taskId, result]));
  return {
    data: {
      summary,
      madeAt,
      families: compareFamilies(run, latest),
      breakEven: breakEvenForm(summary),
      published,
      tasks: run.taskIds.flatMap((id) => {
        const any = samples.get(id);
        if (any === undefined) return [];
        const task = byId.get(id);
        const { family, language } = any;
        const subject = task === undefined ? id : subjectOf(task);
        return [{ id, family, language, subject, outcomes: outcomes.get(id) ?? [], answers: answers.get(id) ?? [] }];
      }),
    },
    packs: await packEvidence(evidence),
  };
}

function answerRow(result: TaskResult, position: number): AnswerRow {
  const { engineId, through, sample, outcome, latency, usage, infill } = result;
  return {
    engineId,
    through,
    sample,
    kind: outcome.kind,
    reason: outcome.kind === 'solved' ? 'solved' : outcome.kind === 'failed' ? outcome.reason : outcome.code,
    totalMs: latency.totalMs,
    generatedTokens: usage.generatedTokens,
    similarity: infill?.levenshtein ?? null,
    evidence: placeEvidence(position),
  };
}

function subjectOf(task: Task): string {
  switch (task.family) {
    case 'infill':
      return `${task.path}:${task.before.split('\n').length}`;
    case 'body':
      return `${task.path}, ${task.functionName}`;
    case 'bugfix':
      return `${task.path}:${task.line}, ${task.operator}`;
    case 'replay':
      return firstLine(task.message);
    case 'toolcall':
      return firstLine(task.question);
    case 'agent':
      return `${task.path}, ${task.kind}`;
  }
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
