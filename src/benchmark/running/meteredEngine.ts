import { AppError } from '../../base/appError.ts';
import type { Clock } from '../../base/clock.ts';
import type { Engine, ModelDescription, ReplyPart, Usage } from '../../engine/engine.ts';
import { highestCost, requestCost } from '../cost/requestCost.ts';
import type { TaskResult } from '../result.ts';
import type { BenchmarkEngine } from './benchmarkEngine.ts';
import type { Amount, Reservation } from './spending.ts';
import { type WorstCase, worstInfill, worstReply } from './worstCase.ts';

/** What the requests of one task came to. */
export interface Measurements {
  readonly usage: TaskResult['usage'];
  readonly latency: TaskResult['latency'];
  /** `null`: there is no price for it. Undefined: it costs no money. */
  readonly costUsd: number | null | undefined;
  readonly leftOut: readonly string[];
  /** For room under a cap, which is no work of anyone's. */
  readonly waitedMs: number;
}

export interface MeteredEngine extends Pick<Engine, 'infill' | 'reply' | 'count'> {
  measured(): Measurements;
}

type UsageCount = 'promptTokens' | 'reusedTokens' | 'evaluatedTokens' | 'generatedTokens' | 'writtenToCacheTokens';

export interface MeterPorts {
  readonly engine: Engine;
  readonly model: ModelDescription;
  readonly price: BenchmarkEngine['price'];
  readonly reserve: (worst: Amount, signal: AbortSignal) => Promise<Reservation>;
  readonly clock: Clock;
}

interface Sample {
  readonly sentMs: number;
  firstTokenMs: number | undefined;
  firstVisibleMs: number | undefined;
  doneMs: number | undefined;
  usage: Usage | undefined;
}

/**
 * The engine of one task, measured from where its user sits: by our clock, with what lies between. Nothing is sent
 * before its worst case is reserved. Only the speed of writing is by the engine's own times, which know each token.
 */
export function meterEngine({ engine, model, price, reserve, clock }: MeterPorts): MeteredEngine {
  const samples: Sample[] = [];
  const leftOut = new Set<string>();
  let waitedMs = 0;
  let costUsd: number | null | undefined;

  const addCost = (usage: Usage): number => {
    const cost = price === undefined ? undefined : price && (requestCost(price, usage)?.usd ?? null);
    if (cost === null || costUsd === null) costUsd = null;
    else if (cost !== undefined) costUsd = (costUsd ?? 0) + cost;
    return cost ?? 0;
  };

  const send = async <T extends { readonly usage: Usage }>(
    worst: WorstCase,
    signal: AbortSignal,
    ask: (sample: Sample) => Promise<T>,
  ): Promise<T> => {
    const askedMs = clock.now();
    const reservation = await reserve(worstAmount(worst, price), signal);
    const sentMs = clock.now();
    waitedMs += sentMs - askedMs;
    const sample: Sample = {
      sentMs,
      firstTokenMs: undefined,
      firstVisibleMs: undefined,
      doneMs: undefined,
      usage: undefined,
    };
    samples.push(sample);
    try {
      const result = await ask(sample);
      sample.usage = result.usage;
      reservation.settle({ tokens: tokensOf(result.usage), usd: addCost(result.usage) });
      return result;
    } catch (error) {
      // After most failures the server may have read and written all the same.
      reservation.settle(wasTurnedAway(error) ? { tokens: 0, usd: 0 } : 'unknown');
      throw error;
    } finally {
      sample.doneMs = clock.now();
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
        const result = await engine.reply(request, listen, signal);
        for (const name of result.leftOut ?? []) leftOut.add(name);
        return result;
      }),
    count: (prompt, signal) => engine.count(prompt, signal),
    measured: () => ({
      usage: usageOf(samples),
      latency: latencyOf(samples),
      costUsd,
      leftOut: [...leftOut],
      waitedMs,
    }),
  };
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

function worstAmount({ promptTokens, generatedTokens }: WorstCase, price: BenchmarkEngine['price']): Amount {
  const usd = price ? (highestCost(price, promptTokens, generatedTokens) ?? 0) : 0;
  return { tokens: promptTokens + generatedTokens, usd };
}

function notePart(sample: Sample, part: ReplyPart, nowMs: number): void {
  switch (part.kind) {
    case 'thinking':
      sample.firstTokenMs ??= nowMs;
      return;
    case 'text':
    case 'call-started':
      return noteVisible(sample, nowMs);
    case 'prefill':
    case 'silent':
    case 'retrying':
      return;
  }
}

function noteVisible(sample: Sample, nowMs: number): void {
  sample.firstTokenMs ??= nowMs;
  sample.firstVisibleMs ??= nowMs;
}

function tokensOf({ promptTokens, generatedTokens }: Usage): number {
  return promptTokens + generatedTokens;
}

function usageOf(samples: readonly Sample[]): TaskResult['usage'] {
  const usages = samples.flatMap(({ usage }) => usage ?? []);
  const sum = (count: UsageCount): number => usages.reduce((total, usage) => total + (usage[count] ?? 0), 0);
  const isPricedApart = usages.some(({ writtenToCacheTokens }) => writtenToCacheTokens !== undefined);
  return {
    requests: samples.length,
    promptTokens: sum('promptTokens'),
    reusedTokens: sum('reusedTokens'),
    evaluatedTokens: sum('evaluatedTokens'),
    generatedTokens: sum('generatedTokens'),
    ...(isPricedApart ? { writtenToCacheTokens: sum('writtenToCacheTokens') } : {}),
  };
}

function latencyOf(samples: readonly Sample[]): TaskResult['latency'] {
  const [first] = samples;
  const since = (ms: number | undefined): number | null =>
    ms === undefined || first === undefined ? null : ms - first.sentMs;
  return {
    firstTokenMs: since(first?.firstTokenMs),
    firstVisibleMs: since(first?.firstVisibleMs),
    totalMs: samples.reduce((sum, { sentMs, doneMs = sentMs }) => sum + doneMs - sentMs, 0),
    tokensPerSecond: decodeRate(samples.flatMap(({ usage }) => usage ?? [])),
    isCold: (first?.usage?.reusedTokens ?? 0) === 0,
  };
}

/** (n-1)/(t_last - t_first) of the longest answer. */
function decodeRate(usages: readonly Usage[]): number | null {
  const [longest] = usages.toSorted((a, b) => b.generatedTokens - a.generatedTokens);
  if (longest === undefined || longest.generatedTokens < 2) return null;
  const decodeMs = longest.totalMs - longest.firstTokenMs;
  return decodeMs <= 0 ? null : ((longest.generatedTokens - 1) * 1000) / decodeMs;
}
