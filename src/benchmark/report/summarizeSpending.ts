import type { EngineRecord, TaskResult } from '../result.ts';
import type { EnergyBasis } from '../running/energyMeter.ts';

/**
 * What an engine took: over every line of the results, also those whose task was asked again, for they were paid for. So the
 * sums are those of the file.
 */
export interface Spending {
  readonly usage: UsageSummary;
  /** `null`: a price is missing. Absent: it runs here, and `energyWh` is what it costs. */
  readonly costUsd?: number | null;
  readonly energyWh?: {
    readonly amount: number;
    readonly basis: EnergyBasis;
    /** Beyond idle, over the time of these answers; `null`: they took none. */
    readonly watts: number | null;
  };
  /** Beside that, and at most: requests that failed. Absent: none did. `usd` as `costUsd`. */
  readonly lost?: { readonly requests: number; readonly tokens: number; readonly usd?: number | null };
  /** UTF-8 bytes of prompts that went to another machine; `null`: some did, and were not counted. */
  readonly sentBytes: number | null;
  /** How often and how long the server had us wait before it let us in. */
  readonly waits: { readonly ms: number; readonly count: number };
}

export interface UsageSummary {
  readonly requests: number;
  readonly promptTokens: number;
  readonly reusedTokens: number;
  readonly evaluatedTokens: number;
  readonly generatedTokens: number;
  /** Of the generated ones; `null`: the engine does not tell. */
  readonly thinkingTokens: number | null;
  /** Absent: there is no price for it. */
  readonly writtenToCacheTokens?: number;
}

/** `results`: of this engine. */
export function summarizeSpending({ place }: EngineRecord, results: readonly TaskResult[]): Spending {
  const costUsd = sumOfCosts(results.flatMap((result) => (result.costUsd === undefined ? [] : [result.costUsd])));
  const cost = costUsd === undefined && place === 'remote' ? null : costUsd;
  const energyWh = energyOf(results);
  const lost = lostOf(results);
  return {
    usage: usageOf(results),
    ...(cost === undefined ? {} : { costUsd: cost }),
    ...(energyWh === undefined ? {} : { energyWh }),
    ...(lost === undefined ? {} : { lost }),
    sentBytes: sentBytesOf(place, results),
    waits: { ms: sum(results, ({ waits }) => waits?.ms), count: sum(results, ({ waits }) => waits?.count) },
  };
}

function sentBytesOf(place: EngineRecord['place'], results: readonly TaskResult[]): number | null {
  const bytes = sum(results, ({ sentBytes }) => sentBytes);
  return place === 'remote' && bytes === 0 && results.some(({ usage }) => usage.requests > 0) ? null : bytes;
}

function usageOf(results: readonly TaskResult[]): UsageSummary {
  const total = (pick: (usage: TaskResult['usage']) => number | undefined): number =>
    sum(results, ({ usage }) => pick(usage));
  const isThinkingKnown = results.every(
    ({ usage: { generatedTokens, thinkingTokens } }) => generatedTokens === 0 || thinkingTokens !== undefined,
  );
  const isWriting = results.some(({ usage }) => usage.writtenToCacheTokens !== undefined);
  return {
    requests: total(({ requests }) => requests),
    promptTokens: total(({ promptTokens }) => promptTokens),
    reusedTokens: total(({ reusedTokens }) => reusedTokens),
    evaluatedTokens: total(({ evaluatedTokens }) => evaluatedTokens),
    generatedTokens: total(({ generatedTokens }) => generatedTokens),
    thinkingTokens: isThinkingKnown ? total(({ thinkingTokens }) => thinkingTokens) : null,
    ...(isWriting ? { writtenToCacheTokens: total(({ writtenToCacheTokens }) => writtenToCacheTokens) } : {}),
  };
}

/** One unknown price makes the sum unknown: a part of it would pass for the whole. Undefined: nothing has a price. */
function sumOfCosts(costs: readonly (number | null)[]): number | null | undefined {
  if (costs.length === 0) return undefined;
  return costs.reduce((total, cost) => (total === null || cost === null ? null : total + cost), 0);
}

/** One declared figure makes the sum a declared one, and one that is missing makes it unknown: a part would pass for all. */
function energyOf(results: readonly TaskResult[]): Spending['energyWh'] {
  const asked = results.filter(({ usage }) => usage.requests > 0);
  const known = asked.flatMap(({ energyWh, latency }) => (energyWh === undefined ? [] : [{ ...energyWh, latency }]));
  if (known.length === 0 || known.length < asked.length) return undefined;
  const amount = known.reduce((total, figure) => total + figure.amount, 0);
  const hours = known.reduce((total, { latency }) => total + latency.totalMs, 0) / 3_600_000;
  return {
    amount,
    basis: known.every(({ basis }) => basis === 'measured') ? 'measured' : 'declared',
    watts: hours === 0 ? null : amount / hours,
  };
}

function lostOf(results: readonly TaskResult[]): Spending['lost'] {
  const losses = results.flatMap(({ lost }) => (lost === undefined ? [] : [lost]));
  const requests = losses.reduce((total, lost) => total + lost.requests, 0);
  if (requests === 0) return undefined;
  const usd = sumOfCosts(losses.flatMap((lost) => (lost.usd === undefined ? [] : [lost.usd])));
  return {
    requests,
    tokens: losses.reduce((total, lost) => total + lost.tokens, 0),
    ...(usd === undefined ? {} : { usd }),
  };
}

function sum(results: readonly TaskResult[], pick: (result: TaskResult) => number | undefined): number {
  return results.reduce((total, result) => total + (pick(result) ?? 0), 0);
}
