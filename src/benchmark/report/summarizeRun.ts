import type { EngineRecord, RunRecord, TaskResult } from '../result.ts';
import { energyCostUsd } from '../cost/localCost.ts';
import type { EnergyBasis } from '../running/energyMeter.ts';
import { type TaskFamily, taskFamilies } from '../task.ts';
import { type EngineComparison, compareEngines } from './compareEngines.ts';
import { type HowAsked, howAsked } from './howAsked.ts';
import { type Score, scoreOf } from './score.ts';
import { type SetAside, setAsideOf } from './setAside.ts';
import { type Spread, spreadOf } from './spread.ts';
import { type Route, routeOf, taskVerdicts } from './taskVerdicts.ts';

/** Everything a report says in numbers, from the run's record and its results. Plain data. */
export interface RunSummary {
  readonly run: RunRecord;
  /** The run is over for every engine: each task has all of its samples. */
  readonly isComplete: boolean;
  readonly engines: readonly EngineSummary[];
  /** Each two engines, over the tasks that both have a verdict for. Empty with one engine. */
  readonly comparisons: readonly EngineComparison[];
}

export interface EngineSummary {
  readonly engine: EngineRecord;
  /** Tasks of the run that this engine has results for, and how many there are to be: those that it can be asked for. */
  readonly started: number;
  readonly planned: number;
  /** Results, of all samples and routes. */
  readonly answers: number;
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
  readonly usage: UsageSummary;
  /** `null`: a price is missing. Absent: it runs here, and `energyWh` is what it costs. */
  readonly costUsd?: number | null;
  readonly energyWh?: { readonly amount: number; readonly basis: EnergyBasis };
  /** What that energy costs. Absent: the price of power is not known. */
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

export interface LatencySummary {
  /** Requests whose prompt was new apart from those that found some of it. Milliseconds. */
  readonly firstTokenCold: Spread | null;
  readonly firstTokenWarm: Spread | null;
  readonly firstVisible: Spread | null;
  readonly total: Spread | null;
  readonly tokensPerSecond: Spread | null;
}

export interface UsageSummary {
  readonly requests: number;
  readonly promptTokens: number;
  readonly reusedTokens: number;
  readonly evaluatedTokens: number;
  readonly generatedTokens: number;
}

/** Results of engines or tasks that the run does not know are left out. A key counts once: the last line has it. */
export function summarizeRun(run: RunRecord, results: readonly TaskResult[]): RunSummary {
  const tasks = new Set(run.taskIds);
  const latest = [...new Map(results.map((result) => [result.key, result])).values()].filter(({ taskId }) =>
    tasks.has(taskId),
  );
  const engines = run.engines.map((engine) => summarizeEngine(engine, run, latest));
  return {
    run,
    isComplete: engines.every(({ started, planned, setAside }) => started >= planned && setAside === undefined),
    engines,
    comparisons: compareEngines(run, latest),
  };
}

function summarizeEngine(engine: EngineRecord, run: RunRecord, results: readonly TaskResult[]): EngineSummary {
  const own = results.filter(({ engineId }) => engineId === engine.id);
  const asked = taskVerdicts(results, engine.id, 'asked');
  const cost = costOf(engine, own);
  const energyWh = energyOf(own);
  const setAside = setAsideOf(own);
  return {
    engine,
    started: new Set(own.map(({ taskId }) => taskId)).size,
    planned: run.taskIds.length - (run.unasked?.find(({ engineId }) => engineId === engine.id)?.count ?? 0),
    answers: own.length,
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
    latency: latencyOf(own),
    usage: usageOf(own),
    ...(cost === undefined ? {} : { costUsd: cost }),
    ...(energyWh === undefined ? {} : { energyWh }),
    ...(energyWh === undefined || run.energy?.usdPerKwh === undefined
      ? {}
      : { energyUsd: energyCostUsd(energyWh.amount, run.energy.usdPerKwh) }),
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

function latencyOf(results: readonly TaskResult[]): LatencySummary {
  const answered = results.filter(({ outcome }) => outcome.kind !== 'infrastructure').map(({ latency }) => latency);
  const present = (values: readonly (number | null)[]): Spread | null =>
    spreadOf(values.filter((value) => value !== null));
  return {
    firstTokenCold: present(answered.filter(({ isCold }) => isCold).map(({ firstTokenMs }) => firstTokenMs)),
    firstTokenWarm: present(answered.filter(({ isCold }) => !isCold).map(({ firstTokenMs }) => firstTokenMs)),
    firstVisible: present(answered.map(({ firstVisibleMs }) => firstVisibleMs)),
    total: present(answered.map(({ totalMs }) => totalMs)),
    tokensPerSecond: present(answered.map(({ tokensPerSecond }) => tokensPerSecond)),
  };
}

function usageOf(results: readonly TaskResult[]): UsageSummary {
  const total = (pick: (usage: TaskResult['usage']) => number): number =>
    results.reduce((sum, { usage }) => sum + pick(usage), 0);
  return {
    requests: total(({ requests }) => requests),
    promptTokens: total(({ promptTokens }) => promptTokens),
    reusedTokens: total(({ reusedTokens }) => reusedTokens),
    evaluatedTokens: total(({ evaluatedTokens }) => evaluatedTokens),
    generatedTokens: total(({ generatedTokens }) => generatedTokens),
  };
}

/** One unknown price makes the sum unknown: a part of it would pass for the whole. */
function costOf({ place }: EngineRecord, results: readonly TaskResult[]): number | null | undefined {
  const costs = results.flatMap(({ costUsd }) => (costUsd === undefined ? [] : [costUsd]));
  if (costs.length === 0) return place === 'local' ? undefined : null;
  return costs.reduce<number | null>((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0);
}

/** One declared figure makes the sum a declared one, and one that is missing makes it unknown: a part would pass for all. */
function energyOf(results: readonly TaskResult[]): EngineSummary['energyWh'] {
  const asked = results.filter(({ usage }) => usage.requests > 0);
  const figures = asked.flatMap(({ energyWh }) => (energyWh === undefined ? [] : [energyWh]));
  if (figures.length === 0 || figures.length < asked.length) return undefined;
  return {
    amount: figures.reduce((sum, { amount }) => sum + amount, 0),
    basis: figures.every(({ basis }) => basis === 'measured') ? 'measured' : 'declared',
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
