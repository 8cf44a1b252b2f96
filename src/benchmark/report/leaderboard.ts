import type { EngineRecord, RunRecord } from '../result.ts';
import type { Score } from './score.ts';
import type { RunSummary } from './summarizeRun.ts';

/** One engine in one past run on this repository. */
export interface LeaderboardRow {
  readonly runId: string;
  /** ISO 8601. */
  readonly date: string;
  readonly engine: EngineRecord;
  readonly score: Score;
  /** The engine's own infill, where it was run. */
  readonly native: Score | null;
  readonly tokensPerSecond: number | null;
  readonly isComplete: boolean;
  readonly promptVersion: number;
  readonly parityVersion: string;
}

/** Runs of one such group asked the same tasks in the same way: only their rows may be compared. */
export interface LeaderboardGroup {
  readonly taskSetName: string;
  readonly taskSetDigest: string;
  readonly taskCount: number;
  readonly promptVersion: number;
  readonly parameters: RunRecord['parameters'];
  /** The best first; among equals, and without a score, the newest. */
  readonly rows: readonly LeaderboardRow[];
}

/** The group with the newest run first. */
export function leaderboard(summaries: readonly RunSummary[]): readonly LeaderboardGroup[] {
  const groups = new Map<string, { readonly run: RunRecord; readonly rows: LeaderboardRow[] }>();
  for (const summary of summaries.toSorted((a, b) => (a.run.createdAt < b.run.createdAt ? 1 : -1))) {
    const { run } = summary;
    const key = JSON.stringify([run.taskIds.toSorted(), run.promptVersion, run.parameters, run.samples]);
    const group = groups.get(key) ?? { run, rows: [] };
    group.rows.push(...rowsOf(summary));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ run, rows }) => ({
    taskSetName: run.taskSet.name,
    taskSetDigest: run.taskSet.digest,
    taskCount: run.taskIds.length,
    promptVersion: run.promptVersion,
    parameters: run.parameters,
    rows: rows.toSorted((a, b) => rateOf(b.score) - rateOf(a.score) || (a.date < b.date ? 1 : -1)),
  }));
}

function rowsOf({ run, engines, absentTasks }: RunSummary): readonly LeaderboardRow[] {
  return engines.map(({ engine, score, families, latency, started, planned }) => ({
    runId: run.id,
    date: run.createdAt,
    engine,
    score,
    native: families.find(({ route }) => route === 'native')?.score ?? null,
    tokensPerSecond: latency.tokensPerSecond?.p50 ?? null,
    isComplete: absentTasks === 0 && started >= planned,
    promptVersion: run.promptVersion,
    parityVersion: run.parityVersion,
  }));
}

function rateOf({ solved, counted }: Score): number {
  return counted === 0 ? -1 : solved / counted;
}
