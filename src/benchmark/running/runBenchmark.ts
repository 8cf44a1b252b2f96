/** From a plan to its results: who is asked when, what is left out because it is done, and when it ends. */
import { throwIfAborted } from '../../base/appError.ts';
import type { TaskResult } from '../result.ts';
import { type AttemptPorts, attemptItem } from './attemptItem.ts';
import { needsMachine } from './benchmarkEngine.ts';
import { createHoldups } from './holdups.ts';
import { estimateRemaining, type Timing } from './estimateRemaining.ts';
import type { PauseGate } from './pauseGate.ts';
import type { RunItem } from './planRun.ts';
import { isLasting, lastingResults, type ResultJournal } from './resultJournal.ts';
import type { EngineStop, RunEnd, RunEvent, RunProgress, RunShortfall } from './runProgress.ts';
import { createSpending, type SpendingCaps } from './spending.ts';
import type { SpendingLedger } from './spendingLedger.ts';
import { startTimeCap } from './timeCap.ts';

export interface RunPorts extends Pick<AttemptPorts, 'perform' | 'clock' | 'timestamp' | 'meterOf'> {
  readonly journal: ResultJournal;
  readonly ledger: SpendingLedger;
  readonly gate: PauseGate;
  readonly onProgress: (progress: RunProgress) => void;
}

export interface RunCaps extends SpendingCaps {
  /** Of one sitting, without pauses. */
  readonly maxMs: number | null;
}

/** So many answers in a row that the infrastructure prevents, and the engine is left alone. */
const maxFailuresInRow = 5;
/** The last so many tell how long the next ones take. */
const rememberedTimings = 500;

/**
 * Does what is left of the plan: a key with a lasting result is not asked again. Rejects with an `AbortError` when
 * `signal` aborts, and with the journal's error when it cannot be written; what was finished until then is in it.
 */
export async function runBenchmark(
  items: readonly RunItem[],
  caps: RunCaps,
  ports: RunPorts,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { journal, ledger, gate, clock, onProgress } = ports;
  const lasting = new Set(
    lastingResults(journal.earlier)
      .filter(isLasting)
      .map(({ key }) => key),
  );
  const pending = items.filter(({ key }) => !lasting.has(key));
  const spending = createSpending(caps, ledger);
  const holdups = createHoldups(clock);
  const underWay = new Map<RunItem, Promise<void>>();
  const timings: Timing[] = [];
  const stops = new Map<string, EngineStop>();
  const failuresInRow = new Map<string, number>();
  const ending = new AbortController();
  const eitherEnd = AbortSignal.any([signal, ending.signal]);
  let done = items.length - pending.length;
  let failureCount = 0;
  let cap: Extract<RunShortfall, { kind: 'cap' }>['cap'] | undefined;
  let breakdown: { readonly error: unknown } | undefined;

  const progress = () => ({ done, total: items.length, spent: spending.spent });
  const tell = (event: RunEvent): void => {
    const remainingMs = estimateRemaining(timings, [...underWay.keys(), ...pending]);
    onProgress({ event, ...progress(), remainingMs });
  };

  /** The result as it is kept, and the end of its engine if this was one failure too many. */
  const judgeFailure = (result: TaskResult, stopsEngine: boolean) => {
    const { engineId, outcome } = result;
    failureCount++;
    const inRow = (failuresInRow.get(engineId) ?? 0) + 1;
    failuresInRow.set(engineId, inRow);
    const isEnough = stopsEngine || inRow >= maxFailuresInRow;
    if (outcome.kind !== 'infrastructure' || stops.has(engineId) || !isEnough) return { kept: result };
    const { code, detail } = outcome;
    const stop: EngineStop = { kind: 'engine-stopped', engineId, code, detail };
    stops.set(engineId, stop);
    pending.splice(0, Infinity, ...pending.filter(({ engine }) => engine.record.id !== engineId));
    return { kept: { ...result, outcome: { ...outcome, setsAside: true as const } }, stop };
  };

  const runItem = async (item: RunItem): Promise<void> => {
    const startedMs = clock.now();
    const onRetry = (code: string, afterMs: number): void => tell({ kind: 'retrying', item, code, afterMs });
    const attempted = await attemptItem(item, { ...ports, spending, holdups, onRetry }, eitherEnd);
    if (attempted.kind === 'aborted') return;
    if (attempted.kind === 'cap') {
      cap ??= attempted.cap;
      return;
    }
    const { kept: result, stop } =
      attempted.kind === 'failed'
        ? judgeFailure(attempted.result, attempted.stopsEngine)
        : { kept: attempted.result, stop: undefined };
    if (attempted.kind === 'answered') failuresInRow.set(result.engineId, 0);
    await journal.append(result);
    done++;
    underWay.delete(item);
    timings.push({ item, durationMs: clock.now() - startedMs });
    if (timings.length > rememberedTimings) timings.shift();
    if (stop !== undefined) tell(stop);
    tell({ kind: 'finished', item, result });
  };

  const start = (item: RunItem): void => {
    const work = runItem(item)
      .catch((error: unknown) => {
        breakdown ??= { error };
        ending.abort();
      })
      .finally(() => underWay.delete(item));
    underWay.set(item, work);
    tell({ kind: 'started', item });
  };

  const hasMore = (): boolean => pending.length > 0 && cap === undefined && !eitherEnd.aborted;
  const timeCap = startTimeCap(caps.maxMs, { gate, clock }, () => {
    cap ??= 'time';
    ending.abort();
  });
  try {
    while (hasMore()) {
      if (gate.isPaused) {
        // An abort ends the loop.
        await gate.pass(eitherEnd).catch(() => {});
        continue;
      }
      const next = takeNext(pending, [...underWay.keys()]);
      if (next === undefined) await Promise.race(underWay.values());
      else start(next);
    }
    await Promise.all(underWay.values());
  } finally {
    timeCap.dispose();
    ending.abort();
  }
  throwIfAborted(signal);
  if (breakdown !== undefined) throw breakdown.error;
  const shortfalls: RunShortfall[] = [...stops.values()];
  if (cap !== undefined) shortfalls.unshift({ kind: 'cap', cap });
  if (failureCount > 0) shortfalls.push({ kind: 'infrastructure', count: failureCount });
  return { ...progress(), shortfalls };
}

/** Takes the first item that can begin now out of `pending`: engines on this machine form one lane, each other its own. */
function takeNext(pending: RunItem[], underWay: readonly RunItem[]): RunItem | undefined {
  const busy = new Map<string, number>();
  for (const { engine } of underWay) {
    const lane = laneOf(engine);
    busy.set(lane, (busy.get(lane) ?? 0) + 1);
  }
  const index = pending.findIndex(({ engine }) => {
    const room = needsMachine(engine.record) ? 1 : engine.record.parallel;
    return (busy.get(laneOf(engine)) ?? 0) < room;
  });
  return index < 0 ? undefined : pending.splice(index, 1)[0];
}

/** No engine has an empty id. */
function laneOf({ record }: RunItem['engine']): string {
  return needsMachine(record) ? '' : record.id;
}
