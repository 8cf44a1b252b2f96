/** The answer first, for people who read no statistics: who solved what, what that shows, and what it does not. */
import type { EngineComparison } from './compareEngines.ts';
import { detectableText, intervalText, percent, pText, signedPoints, stopText, tasksText } from './reportWords.ts';
import type { Score } from './score.ts';
import type { EngineSummary, RunSummary } from './summarizeRun.ts';

/** Whole sentences, the first of them for a title. */
export function headline(summary: RunSummary): readonly string[] {
  const { engines, comparisons, common } = summary;
  const isCompared = common.solved.length > 1 && common.count > 0;
  const isIn = ({ engine }: EngineSummary): boolean => common.solved.some(({ engineId }) => engineId === engine.id);
  return [
    ...(isCompared
      ? [
          countsSentence(summary),
          ...comparedSentences(comparisons, engines),
          ...engines.filter(isIn).flatMap(nativeSentence),
          ...engines.filter((engine) => !isIn(engine)).map(engineSentence),
        ]
      : engines.map(engineSentence)),
    ...partialSentences(summary),
    ...unaskedSentences(summary),
    ...untestedSentence(summary),
  ];
}

const lack = 'they need a chat, tools or an infill that it does not have';

/** Models without chat or tools answer a part of the tasks, which is not the same as failing at the others. */
function unaskedSentences({ run, engines }: RunSummary): readonly string[] {
  return engines.flatMap(({ engine, planned }) => {
    const unasked = run.taskIds.length - planned;
    return unasked === 0 || planned === 0
      ? []
      : [`${engine.label} was not asked for ${unasked} of the ${tasksText(run.taskIds.length)}: ${lack}.`];
  });
}

/** A repository without tests, or whose tests do not start, has tasks of fewer kinds, judged by less. */
function untestedSentence({ run }: RunSummary): readonly string[] {
  const hasTests = [run, ...(run.elsewhere ?? [])].some(({ runners }) => runners.length > 0);
  if (hasTests) return [];
  return [
    'No tests decided in this run: only holes, which count by the very text that was there, and tool calls were asked for.',
  ];
}

function engineSentence(summary: EngineSummary): string {
  const { engine, score, families, planned } = summary;
  if (planned === 0) return `${engine.label} was asked for no task of this run: ${lack}.`;
  if (score.counted === 0 && families.length === 0) return `${engine.label} has no results.`;
  const first =
    score.counted === 0
      ? `${engine.label} was asked nothing through the chat prompt.`
      : `${engine.label} solved ${scoreText(score)}.`;
  return [first, ...nativeSentence(summary)].join(' ');
}

function nativeSentence({ engine, families }: EngineSummary): readonly string[] {
  const native = families.find(({ route }) => route === 'native');
  if (native === undefined) return [];
  const { solved, counted } = native.score;
  return [`The own infill of ${engine.label}, which completions use, filled ${solved} of ${counted} holes.`];
}

/** `On these 60 tasks, A solved 26 and B solved 34.` */
function countsSentence({ run, engines, common }: RunSummary): string {
  const label = (id: string): string => engines.find(({ engine }) => engine.id === id)?.engine.label ?? id;
  const solved = common.solved.map(({ engineId, solved: count }) => `${label(engineId)} solved ${count}`);
  return `${tasksPhrase(common.count, run.taskIds.length, common.solved.length)}, ${listText(solved)}.`;
}

function tasksPhrase(common: number, planned: number, engines: number): string {
  if (common === planned) return common === 1 ? 'On this 1 task' : `On these ${common} tasks`;
  return `On the ${common} of ${tasksText(planned)} that ${engines === 2 ? 'both' : 'all'} answered`;
}

function comparedSentences(
  comparisons: readonly EngineComparison[],
  engines: readonly EngineSummary[],
): readonly string[] {
  const known = comparisons.filter(({ pairs }) => pairs > 0);
  const [only] = known;
  if (only !== undefined && known.length === 1) {
    return [verdictSentence(only, engines), detectableText(only.pairs, only.detectable)];
  }
  const decided = known.filter(({ verdict }) => verdict !== 'inconclusive');
  const open = known.filter(({ verdict }) => verdict === 'inconclusive');
  const [weakest] = known.toSorted((a, b) => (b.detectable ?? 1) - (a.detectable ?? 1));
  const pairsOf = (pair: EngineComparison): string => listText(namesOf(pair, engines));
  return [
    ...decided.map((comparison) => verdictSentence(comparison, engines)),
    ...(open.length === 0
      ? []
      : [`Inconclusive, so neither better nor equal by this run: ${open.map(pairsOf).join('; ')}.`]),
    `All p values are corrected for ${known.length} comparisons (Holm).`,
    ...(weakest === undefined ? [] : [detectableText(weakest.pairs, weakest.detectable)]),
  ];
}

/** Who is better and by how much, or that this run cannot tell. */
export function verdictSentence(comparison: EngineComparison, engines: readonly EngineSummary[]): string {
  const { difference, interval, correctedPValue, verdict } = comparison;
  const [first, second] = namesOf(comparison, engines);
  const sign = verdict === 'second-better' ? -1 : 1;
  const ends = interval === null ? [] : [sign * interval.low, sign * interval.high].toSorted((a, b) => a - b);
  const numbers = [
    ...(ends.length === 0 ? [] : [`95% interval ${ends.map(signedPoints).join(' to ')}`]),
    `p ${pText(correctedPValue)}`,
  ].join(', ');
  const by = `${signedPoints(sign * difference)} (${numbers})`;
  switch (verdict) {
    case 'first-better':
      return `${first} is better than ${second} on such tasks, by ${by}.`;
    case 'second-better':
      return `${second} is better than ${first} on such tasks, by ${by}.`;
    case 'inconclusive':
      return `This is inconclusive: ${first} minus ${second} is ${by}, which can be chance. It shows neither that one is better nor that they are equal.`;
  }
}

function namesOf(
  { firstId, secondId }: EngineComparison,
  engines: readonly EngineSummary[],
): readonly [string, string] {
  const label = (id: string): string => engines.find(({ engine }) => engine.id === id)?.engine.label ?? id;
  return [label(firstId), label(secondId)];
}

function partialSentences({ run, engines, isComplete, absentTasks }: RunSummary): readonly string[] {
  if (isComplete) return [];
  const missing = engines.filter(({ started, planned, setAside }) => started < planned && setAside === undefined);
  const each = missing.map(({ engine, started, planned }) => `${engine.label} has ${started} of ${planned}`);
  return [
    ...(absentTasks === 0
      ? []
      : [
          `${absentTasks} of the ${tasksText(run.taskSet.count)} of this run are missing: some of its shards were not merged.`,
        ]),
    ...engines.flatMap(setAsideSentence),
    ...(each.length === 0 ? [] : [`The run is not complete (${each.join('; ')} tasks): the numbers can still change.`]),
  ];
}

/** Who failed in the middle, since when, why, and what there is of it. */
function setAsideSentence({ engine, setAside, score, planned }: EngineSummary): readonly string[] {
  if (setAside === undefined) return [];
  const { since, code, detail } = setAside;
  const why = detail === '' ? '' : ` (${detail.replace(/\.$/, '')})`;
  const when = `${since.slice(0, 10)} ${since.slice(11, 16)} UTC`;
  return [
    `This report is partial: ${engine.label} was set aside on ${when}, because ${stopText(code)}${why}, with ${score.counted} of ${tasksText(planned)} answered; the others went on. What it was not asked counts neither for it nor against it. Resuming the run asks it again.`,
  ];
}

/** `34 of 120 tasks (28%, 95% interval 21% to 37%)`. */
function scoreText({ solved, counted, interval }: Score): string {
  const rate = interval === null ? '' : ` (${percent(solved / counted)}, 95% interval ${intervalText(interval)})`;
  return `${solved} of ${tasksText(counted)}${rate}`;
}

/** `a`, `a and b`, `a, b and c`. */
function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
