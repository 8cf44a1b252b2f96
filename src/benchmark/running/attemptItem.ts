import { isAbort } from '../../base/appError.ts';
import type { Clock } from '../../base/clock.ts';
import { delay } from '../../base/delay.ts';
import { resultSchemaVersion, type TaskResult } from '../result.ts';
import { judgeError } from './judgeError.ts';
import type { FindMeter } from './energyMeter.ts';
import type { Holdups } from './holdups.ts';
import { type Measurements, type MeterPorts, type MeteredEngine, meterEngine } from './meteredEngine.ts';
import type { RunItem } from './planRun.ts';
import { CapReached, type Spending } from './spending.ts';

/** What one task came to, without what is the same for every task. */
export type Performance = Pick<TaskResult, 'outcome' | 'infill' | 'callParsed' | 'tests' | 'overheadMs' | 'evidence'>;

/** Answers and grades. Throws what the engine throws, unless that is the model's fault. */
export type Perform = (item: RunItem, engine: MeteredEngine, signal: AbortSignal) => Promise<Performance>;

export interface AttemptPorts {
  readonly perform: Perform;
  readonly spending: Spending;
  readonly holdups: Holdups;
  readonly meterOf: FindMeter;
  readonly clock: Clock;
  /** ISO 8601. */
  readonly timestamp: () => string;
  /** The engine is asked once more, after so long. `code`: an `AppErrorCode`. */
  readonly onRetry: (code: string, afterMs: number) => void;
}

export type Attempted =
  | { readonly kind: 'answered'; readonly result: TaskResult }
  /** `stopsEngine`: nothing better can be hoped for from this engine. */
  | { readonly kind: 'failed'; readonly result: TaskResult; readonly stopsEngine: boolean }
  /** Nothing is to be recorded. */
  | { readonly kind: 'cap'; readonly cap: CapReached['cap'] }
  | { readonly kind: 'aborted' };

const maxAttempts = 3;
const firstRetryMs = 2000;

/** One item, and again after what may pass: 2 s and 8 s later. Rejects only with bugs of its ports' ports. */
export async function attemptItem(item: RunItem, ports: AttemptPorts, signal: AbortSignal): Promise<Attempted> {
  const { perform, spending, clock, timestamp, onRetry, holdups, meterOf } = ports;
  const energy = meterOf(item.engine.record);
  const earlier: Measurements[] = [];
  for (let attempts = 1; ; attempts++) {
    const startedAt = timestamp();
    const reserve: MeterPorts['reserve'] = (worst, inner) => spending.reserve(worst, inner);
    const metered = meterEngine({ ...item.engine, ...{ reserve, clock, holdups, energy, onWait: onRetry } });
    const result = (performance: Performance): TaskResult =>
      resultOf({ item, startedAt, measured: metered.measured(), earlier, performance });
    try {
      return { kind: 'answered', result: result(await perform(item, metered, signal)) };
    } catch (error) {
      if (signal.aborted) return { kind: 'aborted' };
      if (error instanceof CapReached) return { kind: 'cap', cap: error.cap };
      const judged = judgeError(error);
      switch (judged.kind) {
        case 'aborted':
          return { kind: 'aborted' };
        case 'model': {
          const { reason, detail } = judged;
          return { kind: 'answered', result: result({ ...nothingDone, outcome: { kind: 'failed', reason, detail } }) };
        }
        case 'infrastructure': {
          const { code, detail, cure } = judged;
          if (cure !== 'retry' || attempts === maxAttempts) {
            const failed = result({ ...nothingDone, outcome: { kind: 'infrastructure', code, detail } });
            return { kind: 'failed', result: failed, stopsEngine: cure === 'stop-engine' };
          }
          earlier.push(metered.measured());
          const afterMs = firstRetryMs * 4 ** (attempts - 1);
          onRetry(code, afterMs);
          try {
            await delay(clock, afterMs, signal);
          } catch (interruption) {
            if (isAbort(interruption)) return { kind: 'aborted' };
            throw interruption;
          }
        }
      }
    }
  }
}

const nothingDone: Omit<Performance, 'outcome'> = {
  overheadMs: 0,
  evidence: { answer: '', changes: [], transcript: [], testOutput: '' },
};

interface ResultParts {
  readonly item: RunItem;
  readonly startedAt: string;
  readonly measured: Measurements;
  /** Of attempts that failed before. */
  readonly earlier: readonly Measurements[];
  readonly performance: Performance;
}

function resultOf({ item, startedAt, measured, earlier, performance }: ResultParts): TaskResult {
  const { key, task, engine, through, sample, seed, position } = item;
  const { usage, latency, costUsd, energyWh, leftOut, sampling, servedModel } = measured;
  const all = [...earlier, measured];
  const sentBytes = all.reduce((sum, { sentBytes: bytes = 0 }) => sum + bytes, 0);
  const waits = all.reduce((sum, { waits: { ms, count } }) => ({ ms: sum.ms + ms, count: sum.count + count }), noWaits);
  const lost = lostOf(measured, earlier);
  return {
    schema: resultSchemaVersion,
    key,
    taskId: task.id,
    family: task.family,
    language: task.language,
    cluster: task.cluster,
    engineId: engine.record.id,
    through,
    sample,
    seed,
    position,
    startedAt,
    ...performance,
    usage,
    latency,
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(energyWh === undefined ? {} : { energyWh }),
    ...(servedModel === undefined ? {} : { servedModel }),
    ...(leftOut.length === 0 ? {} : { leftOut: [...leftOut] }),
    ...(Object.keys(sampling).length === 0 ? {} : { sampling: { ...sampling } }),
    ...(sentBytes === 0 ? {} : { sentBytes }),
    ...(waits.count === 0 && waits.ms === 0 ? {} : { waits }),
    ...(lost.requests === 0 ? {} : { lost }),
  };
}

const noWaits: NonNullable<TaskResult['waits']> = { ms: 0, count: 0 };

/** Of this attempt what failed; of the earlier ones everything. */
function lostOf({ lost }: Measurements, earlier: readonly Measurements[]): NonNullable<TaskResult['lost']> {
  return earlier.reduce<NonNullable<TaskResult['lost']>>(
    (sum, { usage, costUsd, lost: more }) => ({
      requests: sum.requests + usage.requests,
      tokens: sum.tokens + usage.promptTokens + usage.generatedTokens + more.tokens,
      ...usdOf(addUsd(addUsd(sum.usd, costUsd), more.usd)),
    }),
    { requests: lost.requests, tokens: lost.tokens, ...usdOf(lost.usd) },
  );
}

function usdOf(usd: number | null | undefined): { readonly usd?: number | null } {
  return usd === undefined ? {} : { usd };
}

/** One unknown makes the sum unknown. Undefined on both sides: no money at all. */
function addUsd(a: number | null | undefined, b: number | null | undefined): number | null | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return a === null || b === null ? null : a + b;
}
