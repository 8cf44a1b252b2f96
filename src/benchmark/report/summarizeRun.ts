import type { EngineRecord, RunRecord, TaskResult } from '../result.ts';
import { energyCostUsd } from '../cost/localCost.ts';
import { type TaskFamily, taskFamilies } from '../task.ts';
import { type CommonTasks, type EngineComparison, commonTasks, compareEngines } from './compareEngines.ts';
import { type HowAsked, howAsked } from './howAsked.ts';
import { type Score, scoreOf } from './score.ts';
import { type SetAside, setAsideOf } from './setAside.ts';
import { type Spread, spreadOf } from './spread.ts';
import { type LatencySummary, summarizeLatency } from './summarizeLatency.ts';
import { type Spending, summarizeSpending } from './summarizeSpending.ts';
import { type Route, routeOf, taskVerdicts } from './taskVerdicts.ts';

/** What a report says in numbers, from the run's record and its results. Plain data. */
export interface RunSummary {
  readonly run: RunRecord;
  /** The run is all here, and over for every engine: each task has all of its samples. */
  readonly isComplete: boolean;
  /** Tasks of the run that are in none of the shards it was merged from. */
  readonly absentTasks: number;
  readonly engines: readonly EngineSummary[];
  /** Each two engines, over the tasks that both have a verdict for. Empty with one engine. */
  readonly comparisons: readonly EngineComparison[];
  readonly common: CommonTasks;
}

export interface EngineSummary extends Spending {
  readonly engine: EngineRecord;
  /** Tasks of the run that this engine has results for, and how many there are to be: those that it can be asked for. */
  readonly started: number;
  readonly planned: number;
  /** Every model through the same prompts: the number that models are compared by. */
  readonly score: Score;
  /** By family and route, in the order of the families, only those with results. */
  readonly families: readonly FamilySummary[];
  readonly failures: readonly { readonly reason: string; readonly count: number }[];
  readonly infrastructure: readonly { readonly code: string; readonly count: number }[];
  /** Absent: it was asked until the end, or is still asked. */
  readonly setAside?: SetAside;
  readonly howAsked: HowAsked;
  readonly latency: LatencySummary;
  /** What its energy costs. Absent: the energy or the price of power is not known. */
  readonly energyUsd?: number;
  readonly overheadMs: Spread | null;
}

export interface FamilySummary {
  readonly family: TaskFamily;
  readonly route: Route;
  readonly score: Score;
  /** Means over the results, of infill alone. All in 0 to 1; `parses` over those whose language has a grammar. */
  readonly infill?: {
    readonly exactMatch: number;
    readonly levenshtein: number;
    readonly indel: number;
    readonly identifierF1: number;
    readonly parses: number | null;
  };
  /** Of tool calls: the share of answers that could be read at all. */
  readonly callsParsed?: number;
}

/**
 * `results`: every line of the run's file. Those of engines or tasks that the run does not know are left out. As an answer a
 * key counts once: the last line has it. What was spent counts each time.
 */
export function summarizeRun(run: RunRecord, results: readonly TaskResult[]): RunSummary {
  const tasks = new Set(run.taskIds);
  const lines = results.filter(({ taskId }) => tasks.has(taskId));
  const latest = [...new Map(lines.map((result) => [result.key, result])).values()];
  const engines = run.engines.map((engine) => summarizeEngine(engine, run, { lines, latest }));
  const absentTasks = run.shard === null ? Math.max(0, run.taskSet.count - run.taskIds.length) : 0;
  const isOver = engines.every(({ started, planned, setAside }) => started >= planned && setAside === undefined);
  return {
    run,
    isComplete: absentTasks === 0 && isOver && lacksNoSample(latest, run.samples),
    absentTasks,
    engines,
    comparisons: compareEngines(run, latest),
    common: commonTasks(run, latest),
  };
}

/** Of everything that was begun. */
function lacksNoSample(latest: readonly TaskResult[], samples: number): boolean {
  const counts = new Map<string, number>();
  for (const { engineId, taskId, through } of latest) {
    const name = JSON.stringify([engineId, taskId, through]);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts.values()].every((count) => count >= samples);
}

interface RunLines {
  readonly lines: readonly TaskResult[];
  readonly latest: readonly TaskResult[];
}

function summarizeEngine(engine: EngineRecord, run: RunRecord, { lines, latest }: RunLines): EngineSummary {
  const isOwn = ({ engineId }: TaskResult): boolean => engineId === engine.id;
  const own = latest.filter(isOwn);
  const asked = taskVerdicts(latest, engine.id, 'asked');
  const setAside = setAsideOf(own);
  const spending = summarizeSpending(engine, lines.filter(isOwn));
  return {
    engine,
    started: new Set(own.map(({ taskId }) => taskId)).size,
    planned: run.taskIds.length - (run.unasked?.find(({ engineId }) => engineId === engine.id)?.count ?? 0),
    score: scoreOf(asked),
    families: taskFamilies.flatMap((family) =>
      (['asked', 'native'] as const).flatMap((route) => summarizeFamily(family, route, engine.id, own)),
    ),
    failures: countBy(own.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.reason] : []))).map(
      ([reason, count]) => ({ reason, count }),
    ),
    infrastructure: countBy(
      own.flatMap(({ outcome }) => (outcome.kind === 'infrastructure' ? [outcome.code] : [])),
    ).map(([code, count]) => ({ code, count })),
    ...(setAside === undefined ? {} : { setAside }),
    howAsked: howAsked(own),
    latency: summarizeLatency(own),
    ...spending,
    ...(spending.energyWh === undefined || run.energy?.usdPerKwh === undefined
      ? {}
      : { energyUsd: energyCostUsd(spending.energyWh.amount, run.energy.usdPerKwh) }),
    overheadMs: spreadOf(own.map(({ overheadMs }) => overheadMs)),
  };
}

function summarizeFamily(
  family: TaskFamily,
  route: Route,
  engineId: string,
  results: readonly TaskResult[],
): readonly FamilySummary[] {
  const own = results.filter((result) => result.family === family && routeOf(result) === route);
  if (own.length === 0) return [];
  const infill = infillMeans(own);
  const parsed = own.flatMap(({ callParsed }) => (callParsed === undefined ? [] : [Number(callParsed)]));
  return [
    {
      family,
      route,
      score: scoreOf(taskVerdicts(own, engineId, route)),
      ...(infill === undefined ? {} : { infill }),
      ...(parsed.length === 0 ? {} : { callsParsed: mean(parsed) }),
    },
  ];
}

function infillMeans(results: readonly TaskResult[]): FamilySummary['infill'] {
  const scores = results.flatMap(({ infill }) => (infill === undefined ? [] : [infill]));
  if (scores.length === 0) return undefined;
  const known = scores.flatMap(({ parses }) => (parses === null ? [] : [Number(parses)]));
  return {
    exactMatch: mean(scores.map(({ exactMatch }) => Number(exactMatch))),
    levenshtein: mean(scores.map(({ levenshtein }) => levenshtein)),
    indel: mean(scores.map(({ indel }) => indel)),
    identifierF1: mean(scores.map(({ identifierF1 }) => identifierF1)),
    parses: known.length === 0 ? null : mean(known),
  };
}

/** The most frequent first, then by name. */
function countBy(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
