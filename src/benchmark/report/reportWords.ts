/**
 * What a report says in sentences. A report is a file that goes to other people and is made by the command line as well, so
 * it is in English, and its words are here rather than in the editor's.
 */
import type { Interval } from '../statistics/interval.ts';
import type { TaskFamily } from '../task.ts';
import type { EngineComparison } from './compareEngines.ts';
import type { Score } from './score.ts';
import type { EngineSummary, RunSummary } from './summarizeRun.ts';
import type { Route } from './taskVerdicts.ts';

/** The answer first: what was solved, and between two engines, what that shows and what it does not. */
export function headline(summary: RunSummary): readonly string[] {
  const sentences = summary.engines.map(engineSentence);
  const [comparison] = summary.comparisons;
  const compared =
    comparison !== undefined && summary.comparisons.length === 1 ? [comparisonSentence(comparison, summary)] : [];
  return [...sentences, ...compared, ...(summary.isComplete ? [] : [partialSentence(summary)])];
}

function engineSentence({ engine, score, families }: EngineSummary): string {
  if (score.counted === 0 && families.length === 0) return `${engine.label} has no results yet.`;
  const native = families.find(({ route }) => route === 'native');
  const first =
    score.counted === 0
      ? `${engine.label} was asked nothing through the chat prompt.`
      : `${engine.label} solved ${scoreText(score)}.`;
  return native === undefined
    ? first
    : `${first} Its own infill, which completions use, filled ${native.score.solved} of ${native.score.counted} holes.`;
}

/** For people who read no statistics: who is better, or that this run cannot tell. */
export function comparisonSentence(comparison: EngineComparison, { engines }: Pick<RunSummary, 'engines'>): string {
  const label = (id: string): string => engines.find(({ engine }) => engine.id === id)?.engine.label ?? id;
  const { firstId, secondId, pairs, bothSolved, firstOnly, secondOnly, difference, interval, detectable } = comparison;
  const [first, second] = [label(firstId), label(secondId)];
  if (pairs === 0) return `${first} and ${second} have no task in common yet.`;
  const counts = `On the ${tasksText(pairs)} that both answered, ${first} solved ${bothSolved + firstOnly} and ${second} solved ${bothSolved + secondOnly}`;
  const numbers = [
    `difference ${signedPoints(difference)}`,
    ...(interval === null ? [] : [`95% interval ${signedPoints(interval.low)} to ${signedPoints(interval.high)}`]),
    `p ${pText(comparison.correctedPValue)}`,
  ].join(', ');
  return `${counts} (${numbers}). ${verdictText(comparison, first, second)} ${detectableText(pairs, detectable)}`;
}

function verdictText({ verdict }: EngineComparison, first: string, second: string): string {
  switch (verdict) {
    case 'first-better':
      return `${first} is better on such tasks.`;
    case 'second-better':
      return `${second} is better on such tasks.`;
    case 'inconclusive':
      return 'This is inconclusive: it shows neither that one is better nor that they are equal.';
  }
}

/** `detectable`: as `smallestDetectableDifference` has it. */
export function detectableText(tasks: number, detectable: number | null): string {
  return detectable === null
    ? `${tasksText(tasks)} are too few to find any difference reliably.`
    : `With ${tasksText(tasks)}, a difference of ${points(detectable)} or more would have been found in 4 of 5 such runs.`;
}

function partialSentence({ engines }: RunSummary): string {
  const missing = engines
    .filter(({ started, planned, setAside }) => started < planned && setAside === undefined)
    .map(({ engine, started, planned }) => `${engine.label} has ${started} of ${planned}`);
  const which = missing.length === 0 ? '' : ` (${missing.join('; ')} tasks)`;
  return [...engines.flatMap(setAsideSentence), `The run is not complete${which}: the numbers can still change.`].join(
    ' ',
  );
}

/** Who failed in the middle, since when, why, and what there is of it. */
function setAsideSentence({ engine, setAside, score, planned }: EngineSummary): readonly string[] {
  if (setAside === undefined) return [];
  const { since, code, detail } = setAside;
  const why = detail === '' ? code : `${code}: ${detail.replace(/\.$/, '')}`;
  const when = `${since.slice(0, 10)} ${since.slice(11, 16)} UTC`;
  return [
    `${engine.label} was set aside on ${when} (${why}), with ${score.counted} of ${tasksText(planned)} answered; the others went on. Resuming the run asks it again.`,
  ];
}

/** `34 of 120 tasks (28%, 95% interval 21% to 37%)`. */
function scoreText({ solved, counted, interval }: Score): string {
  const rate = interval === null ? '' : ` (${percent(solved / counted)}, 95% interval ${intervalText(interval)})`;
  return `${solved} of ${tasksText(counted)}${rate}`;
}

export function intervalText({ low, high }: Interval): string {
  return `${percent(low)} to ${percent(high)}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function points(share: number): string {
  return `${Math.round(share * 100)} percentage points`;
}

function signedPoints(share: number): string {
  const rounded = Math.round(share * 100);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : ''}${Math.abs(rounded)} points`;
}

/** Two digits that matter, and never a bare zero. */
export function pText(pValue: number): string {
  return pValue < 0.001 ? '< 0.001' : `= ${pValue >= 0.995 ? '1' : pValue.toPrecision(2)}`;
}

function tasksText(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`;
}

/** `340 ms`, `1.2 s`, `2 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Dollars: cents where there are any, else as many digits as tell something. */
export function moneyText(usd: number): string {
  if (usd === 0) return '$0';
  return usd >= 0.0995 ? `$${usd.toFixed(2)}` : `$${Number(usd.toPrecision(2))}`;
}

export const familyNames: Readonly<Record<TaskFamily, string>> = {
  infill: 'Fill a hole',
  body: 'Write a function body',
  bugfix: 'Fix a bug',
  replay: 'Redo a commit',
  toolcall: 'Call a tool',
  agent: 'Agent',
};

export function familyName(family: TaskFamily, route: Route): string {
  return route === 'native' ? `${familyNames[family]} (own infill)` : familyNames[family];
}

const reasonNames: Readonly<Record<string, string>> = {
  solved: 'Solved',
  'no-answer': 'No answer',
  'unreadable-answer': 'Answer not in the form asked for',
  'does-not-parse': 'Code does not parse',
  'not-equal': 'Not what was there',
  'tests-failed': 'Tests failed',
  'tests-timed-out': 'Tests took too long',
  'wrong-call': 'Wrong tool call',
  'budget-exhausted': 'Ran out of turns, tokens or time',
  loop: 'Went in a circle',
  'too-long': 'Prompt does not fit the context',
};

/** Of an outcome: a reason of `failureReasons`, `solved`, or the code of an infrastructure failure. */
export function reasonName(reason: string): string {
  return reasonNames[reason] ?? `Not measured: ${reason}`;
}
