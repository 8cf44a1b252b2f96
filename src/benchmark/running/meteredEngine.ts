import { AppError, isAppError } from '../../base/appError.ts';
import type { Clock } from '../../base/clock.ts';
import type { Engine, ReplyPart, ReplyResult } from '../../engine/engine.ts';
import { highestCost, requestCost } from '../cost/requestCost.ts';
import type { TaskResult } from '../result.ts';
import { noHindrances, waitBeforeAgain } from './askAgain.ts';
import type { BenchmarkEngine } from './benchmarkEngine.ts';
import type { EnergyMeter } from './energyMeter.ts';
import type { Holdups } from './holdups.ts';
import { latencyOf, newSample, notePart, noteVisible, type RequestSample, tokensOf, usageOf } from './requestSample.ts';
import type { Amount, Reservation } from './spending.ts';
import { promptBytes, type WorstCase, worstInfill, worstReply } from './worstCase.ts';

/** What the requests of one task came to. */
export interface Measurements {
  readonly usage: TaskResult['usage'];
  readonly latency: TaskResult['latency'];
  /** `null`: there is no price for it. Undefined: it costs no money. */
  readonly costUsd: number | null | undefined;
  readonly leftOut: readonly string[];
  readonly sampling: Readonly<Record<string, number>>;
  readonly servedModel: string | undefined;
  /** Undefined: nothing left this machine. */
  readonly sentBytes: number | undefined;
  /** By the server. */
  readonly waits: { readonly ms: number; readonly count: number };
  /** By requests that were let in and failed. */
  readonly lost: Lost;
  /** So far, for weights, for room under a cap and for the server, which is no work of anyone's. */
  readonly waitedMs: number;
  /** Undefined: nothing tells it, or not of each request. */
  readonly energyWh: TaskResult['energyWh'];
  /** So far, for the engine to count tokens, which is no latency of an answer. */
  readonly countingMs: number;
}

/** At most. `usd` as `Measurements.costUsd`. */
export interface Lost {
  readonly requests: number;
  readonly tokens: number;
  readonly usd: number | null | undefined;
}

export interface MeteredEngine extends Pick<Engine, 'infill' | 'reply' | 'count'> {
  measured(): Measurements;
}

export interface MeterPorts extends BenchmarkEngine {
  readonly reserve: (worst: Amount, signal: AbortSignal) => Promise<Reservation>;
  readonly holdups: Holdups;
  /** The server is asked once more, so much later. `code`: an `AppErrorCode`. */
  readonly onWait: (code: string, forMs: number) => void;
  /** Absent: nothing tells the engine's energy. */
  readonly energy?: EnergyMeter | undefined;
  readonly clock: Clock;
}

type Ask<T> = (sample: RequestSample) => Promise<T>;
type Answered = Pick<ReplyResult, 'usage'> & Partial<Pick<ReplyResult, 'leftOut' | 'sampling' | 'servedModel'>>;

/**
 * The engine of one task, measured from where its user sits: by our clock, with what lies between. Nothing is sent
 * before its worst case is reserved. Only the speed of writing is by the engine's own times, which know each token. A server
 * that asks to wait is waited for, and that is no latency of anything.
 */
export function meterEngine(ports: MeterPorts): MeteredEngine {
  const { engine, record, model, price, prepare, reserve, holdups, energy, clock } = ports;
  const samples: RequestSample[] = [];
  const leftOut = new Set<string>();
  const waits = { ms: 0, count: 0 };
  const lost = { requests: 0, tokens: 0, usd: noMoney(price) };
  let sampling: Readonly<Record<string, number>> = {};
  let servedModel: string | undefined;
  let sentBytes: number | undefined;
  let waitedMs = 0;
  let countingMs = 0;
  let waitingSinceMs: number | undefined;
  let costUsd: number | null | undefined;
  let wattHours: number | undefined = 0;

  const noteAnswer = (result: Answered): number => {
    for (const name of result.leftOut ?? []) leftOut.add(name);
    sampling = result.sampling ?? sampling;
    servedModel = result.servedModel ?? servedModel;
    const cost = price === undefined ? undefined : price && (requestCost(price, result.usage)?.usd ?? null);
    if (cost === null || costUsd === null) costUsd = null;
    else if (cost !== undefined) costUsd = (costUsd ?? 0) + cost;
    return cost ?? 0;
  };

  const noteSent = (bytes: number): void => {
    if (record.place === 'remote') sentBytes = (sentBytes ?? 0) + bytes;
  };

  const letIn = async (amount: Amount, signal: AbortSignal): Promise<Reservation> => {
    const askedMs = clock.now();
    waitingSinceMs = askedMs;
    try {
      await holdups.pass(record.id, signal);
      waits.ms += clock.now() - askedMs;
      await prepare?.(signal);
      return await reserve(amount, signal);
    } finally {
      waitedMs += clock.now() - askedMs;
      waitingSinceMs = undefined;
    }
  };

  const sendOnce = async <T extends Answered>(worst: WorstCase, signal: AbortSignal, ask: Ask<T>): Promise<T> => {
    const amount = worstAmount(worst, price);
    const reservation = await letIn(amount, signal);
    const sample = newSample(clock.now());
    samples.push(sample);
    noteSent(worst.bytes);
    const span = energy?.begin();
    try {
      const result = await ask(sample);
      sample.usage = result.usage;
      reservation.settle({ tokens: tokensOf(result.usage), usd: noteAnswer(result) });
      return result;
    } catch (error) {
      if (wasTurnedAway(error) || (sample.firstTokenMs === undefined && isOverloaded(error))) {
        reservation.settle({ tokens: 0, usd: 0 });
      } else {
        // The server may have read and written all the same.
        reservation.settle('unknown');
        lost.requests++;
        lost.tokens += amount.tokens;
        lost.usd = typeof lost.usd === 'number' ? lost.usd + amount.usd : lost.usd;
      }
      throw error;
    } finally {
      sample.doneMs = clock.now();
      const spent = span?.end();
      wattHours = wattHours === undefined || spent === undefined ? undefined : wattHours + spent;
    }
  };

  const send = async <T extends Answered>(worst: WorstCase, signal: AbortSignal, ask: Ask<T>): Promise<T> => {
    for (let met = noHindrances; ;) {
      try {
        return await sendOnce(worst, signal, ask);
      } catch (error) {
        const hasBegun = samples.at(-1)?.firstTokenMs !== undefined;
        const waitMs = hasBegun || signal.aborted ? undefined : waitBeforeAgain(error, met);
        if (waitMs === undefined) throw error;
        // It answered nothing: what is measured is the one that does.
        samples.pop();
        waits.count++;
        const isRefusal = isAppError(error, 'provider-rate-limited');
        met = {
          waitedMs: met.waitedMs + waitMs,
          failures: met.failures + (isRefusal ? 0 : 1),
          refusals: met.refusals + (isRefusal ? 1 : 0),
        };
        ports.onWait(error instanceof AppError ? error.code : 'bug', waitMs);
        holdups.hold(record.id, waitMs);
      }
    }
  };

  return {
    infill: (request, onText, signal) =>
      send(worstInfill(request, model), signal, (sample) =>
        engine.infill(
          request,
          (text) => {
            if (text !== '') noteVisible(sample, clock.now());
            onText(text);
          },
          signal,
        ),
      ),
    reply: (request, onPart, signal) =>
      send(worstReply(request, model), signal, async (sample) => {
        const listen = (part: ReplyPart): void => {
          notePart(sample, part, clock.now());
          onPart(part);
        };
        return engine.reply(request, listen, signal);
      }),
    async count(prompt, signal) {
      // Else it is guessed here.
      if (model.isCountEstimated !== true) noteSent(promptBytes(prompt));
      const askedMs = clock.now();
      try {
        return await engine.count(prompt, signal);
      } finally {
        countingMs += clock.now() - askedMs;
      }
    },
    measured: () => ({
      usage: usageOf(samples),
      latency: latencyOf(samples),
      ...{ costUsd, sampling, servedModel, sentBytes, countingMs },
      waitedMs: waitedMs + (waitingSinceMs === undefined ? 0 : clock.now() - waitingSinceMs),
      leftOut: [...leftOut],
      waits: { ...waits },
      lost: { ...lost },
      energyWh:
        energy === undefined || wattHours === undefined ? undefined : { amount: wattHours, basis: energy.basis },
    }),
  };
}

function noMoney(price: BenchmarkEngine['price']): Lost['usd'] {
  return price && 0;
}

/** Before any token was read. */
function wasTurnedAway(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  switch (error.code) {
    case 'provider-auth':
    case 'provider-quota':
    case 'provider-rate-limited':
    case 'provider-refused':
    case 'provider-context-overflow':
    case 'context-overflow':
    case 'network-offline':
      return true;
    case 'provider-network':
      return 'problem' in error.data && (error.data.problem === 'refused' || error.data.problem === 'unknown-host');
    default:
      return false;
  }
}

function isOverloaded(error: unknown): boolean {
  return isAppError(error, 'provider-failed') && (error.data.status === 503 || error.data.status === 529);
}

function worstAmount({ promptTokens, generatedTokens }: WorstCase, price: BenchmarkEngine['price']): Amount {
  const usd = price ? (highestCost(price, promptTokens, generatedTokens) ?? 0) : 0;
  return { tokens: promptTokens + generatedTokens, usd };
}
