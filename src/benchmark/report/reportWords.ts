/**
 * What a report says in sentences. A report is a file that goes to other people and is made by the command line as well, so
 * it is in English, and its words are here rather than in the editor's.
 */
import type { RunRecord } from '../result.ts';
import { assumedDiscordance, detectableBefore } from './compareEngines.ts';
import type { Interval } from '../statistics/interval.ts';
import type { TaskFamily } from '../task.ts';
import type { Route } from './taskVerdicts.ts';

/** `detectable`: as `smallestDetectableDifference` has it. */
export function detectableText(tasks: number, detectable: number | null): string {
  return detectable === null
    ? `${tasksText(tasks)} are too few to find any difference reliably.`
    : `With ${tasksText(tasks)}, a difference of ${points(detectable)} or more would have been found in 4 of 5 such runs.`;
}

/** Before a run, and of one engine alone: what so many tasks show between two of so many engines. */
export function detectableBeforeText(tasks: number, engines: number): string {
  const detectable = detectableBefore(tasks, engines);
  return detectable === null
    ? `${tasksText(tasks)} are too few to find any difference between engines reliably.`
    : `${tasksText(tasks)} find a difference of ${points(detectable)} or more between engines in 4 of 5 such runs, if ${percent(assumedDiscordance)} of them are solved by one engine alone.`;
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

/** `+14 points`, of a share. */
export function signedPoints(share: number): string {
  const rounded = Math.round(share * 100);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : ''}${Math.abs(rounded)} points`;
}

/** Two digits that matter, and never a bare zero. */
export function pText(pValue: number): string {
  return pValue < 0.001 ? '< 0.001' : `= ${pValue >= 0.995 ? '1' : pValue.toPrecision(2)}`;
}

export function tasksText(count: number): string {
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

const stopNames: Readonly<Record<string, string>> = {
  'provider-auth': 'its key was refused',
  'provider-quota': 'its account has no credit left',
  'provider-rate-limited': 'its server lets no more requests in',
  'provider-refused': 'its server refused the requests',
  'provider-network': 'its server could not be reached',
  'provider-failed': 'its server failed',
  'worker-crashed': 'its process ended',
  'out-of-memory': 'there was not enough memory',
};

/** Why an engine was asked nothing more, after `because`. */
export function stopText(code: string): string {
  return stopNames[code] ?? `of ${code}`;
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

export function sandboxName({ level, container }: Pick<RunRecord['sandbox'], 'level' | 'container'>): string {
  if (container === undefined) return level === 'none' ? 'no sandbox' : `the sandbox ${level}`;
  const { program, version, image } = container;
  return `containers of ${image} (${program} ${version})`;
}
