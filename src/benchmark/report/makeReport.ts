import type { RunRecord, TaskResult } from '../result.ts';
import type { Task, TaskFamily } from '../task.ts';
import { describeEvidence } from './describeEvidence.ts';
import { type EvidencePlace, packEvidence, placeEvidence } from './evidencePack.ts';
import { type RunSummary, summarizeRun } from './summarizeRun.ts';

/** What the page shows at once. Plain data, all of it untrusted: paths, questions and details come from the repository. */
export interface ReportData {
  readonly summary: RunSummary;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly tasks: readonly TaskRow[];
}

export interface TaskRow {
  readonly id: string;
  readonly family: TaskFamily;
  readonly language: string;
  /** One line: the path, the question, the commit's subject. */
  readonly subject: string;
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
  readonly results: readonly TaskResult[];
  /** Those that are at hand; the others are shown by their id. */
  readonly tasks: readonly Task[];
}

export async function makeReport({ run, results, tasks }: ReportSource, madeAt: string): Promise<Report> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const latest = [...new Map(results.map((result) => [result.key, result])).values()];
  const evidence = latest.map((result) => describeEvidence(result, byId.get(result.taskId)));
  const answers = new Map<string, AnswerRow[]>();
  for (const [position, result] of latest.entries()) {
    const own = answers.get(result.taskId) ?? [];
    own.push(answerRow(result, position));
    answers.set(result.taskId, own);
  }
  const samples = new Map(latest.map((result) => [result.taskId, result]));
  return {
    data: {
      summary: summarizeRun(run, latest),
      madeAt,
      tasks: run.taskIds.flatMap((id) => {
        const any = samples.get(id);
        if (any === undefined) return [];
        const task = byId.get(id);
        const { family, language } = any;
        return [
          { id, family, language, subject: task === undefined ? id : subjectOf(task), answers: answers.get(id) ?? [] },
        ];
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
