/**
 * Were the right tools called with the right arguments? In the manner of the Berkeley Function-Calling Leaderboard's check
 * of syntax trees (accepted values per argument, calls in any order), but texts must be equal to the letter: its way of
 * dropping case and punctuation would take `SRC-APP_TS` for `src/app.ts`.
 */
import type { AssistantMessage } from '../../engine/message.ts';
import { canonicalJson } from '../digest.ts';
import type { ResultOutcome } from '../result.ts';
import type { ExpectedCall, ToolcallTask } from '../task.ts';
import { type ArgumentForm, type CallReading, readCall } from './readCall.ts';

export interface ToolcallScore {
  readonly outcome: ResultOutcome;
  /** Could every call be read, right or wrong? Absent when none was made. */
  readonly callParsed?: boolean;
}

export function scoreToolCalls(
  task: Pick<ToolcallTask, 'tools' | 'expected'>,
  message: AssistantMessage,
  form: ArgumentForm,
): ToolcallScore {
  const { calls, text } = message;
  const { expected } = task;
  if (calls.length === 0) {
    if (text.trim() === '') return { outcome: failed('no-answer', 'neither text nor a call') };
    if (expected.length === 0) return { outcome: { kind: 'solved' } };
    return { outcome: failed('wrong-call', `no call where ${list(expected)} is due`) };
  }
  const readings: CallReading[] = [];
  for (const call of calls) {
    if (call.kind === 'malformed') return { outcome: failed('unreadable-answer', call.problem), callParsed: false };
    readings.push(readCall(call, task.tools, form));
  }
  const problem = expected.length === 0 ? 'a call where none is due' : matchProblem(expected, readings);
  return { outcome: problem === undefined ? { kind: 'solved' } : failed('wrong-call', problem), callParsed: true };
}

/** Each call must be one of those expected, and each of those must be made, once. */
function matchProblem(expected: readonly ExpectedCall[], readings: readonly CallReading[]): string | undefined {
  const wrong = readings.find((reading) => reading.kind === 'wrong');
  if (wrong !== undefined) return wrong.problem;
  if (readings.length !== expected.length) return `${readings.length} calls where ${expected.length} are due`;
  // Accepted values may overlap, so a call that was paired first may have to make room (Kuhn's augmenting paths).
  const callOf = new Map<number, number>();
  const place = (call: number, tried: Set<number>): boolean =>
    expected.some((wanted, index) => {
      const reading = readings[call];
      if (tried.has(index) || reading === undefined || callProblem(wanted, reading) !== undefined) return false;
      tried.add(index);
      const other = callOf.get(index);
      if (other !== undefined && !place(other, tried)) return false;
      callOf.set(index, call);
      return true;
    });
  for (const [call, reading] of readings.entries()) {
    if (place(call, new Set())) continue;
    const closest = expected.find(({ name }) => reading.kind === 'read' && name === reading.name);
    if (closest === undefined) return `a call of ${nameOf(reading)} where ${list(expected)} is due`;
    return callProblem(closest, reading) ?? `one call of ${nameOf(reading)} too many like this`;
  }
  return undefined;
}

function callProblem(expected: ExpectedCall, reading: CallReading): string | undefined {
  if (reading.kind === 'wrong') return reading.problem;
  if (reading.name !== expected.name) return `${reading.name} where ${expected.name} is due`;
  for (const [name, { accepted, required }] of Object.entries(expected.arguments)) {
    if (!Object.hasOwn(reading.values, name)) {
      if (required) return `${name} is missing`;
      continue;
    }
    const given = canonicalJson(reading.values[name]);
    if (!accepted.some((value) => canonicalJson(value) === given)) return `${name} is ${shorten(given)}`;
  }
  const extra = Object.keys(reading.values).find((name) => !Object.hasOwn(expected.arguments, name));
  return extra === undefined ? undefined : `${extra} was not asked for`;
}

function failed(reason: 'no-answer' | 'wrong-call' | 'unreadable-answer', detail: string): ResultOutcome {
  return { kind: 'failed', reason, detail };
}

const list = (expected: readonly ExpectedCall[]): string => expected.map(({ name }) => name).join(', ');
const nameOf = (reading: CallReading): string => (reading.kind === 'read' ? reading.name : '?');
const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
