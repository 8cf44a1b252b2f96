/** What one request did while it ran, and what several of them come to. */
import type { ReplyPart, Usage } from '../../engine/engine.ts';
import type { TaskResult } from '../result.ts';

/** Of one request that was let in. By our clock. */
export interface RequestSample {
  readonly sentMs: number;
  firstTokenMs: number | undefined;
  firstVisibleMs: number | undefined;
  doneMs: number | undefined;
  usage: Usage | undefined;
}

type UsageCount =
  'promptTokens' | 'reusedTokens' | 'evaluatedTokens' | 'generatedTokens' | 'writtenToCacheTokens' | 'thinkingTokens';

export function newSample(sentMs: number): RequestSample {
  return { sentMs, firstTokenMs: undefined, firstVisibleMs: undefined, doneMs: undefined, usage: undefined };
}

export function notePart(sample: RequestSample, part: ReplyPart, nowMs: number): void {
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

export function noteVisible(sample: RequestSample, nowMs: number): void {
  sample.firstTokenMs ??= nowMs;
  sample.firstVisibleMs ??= nowMs;
}

export function tokensOf({ promptTokens, generatedTokens }: Usage): number {
  return promptTokens + generatedTokens;
}

export function usageOf(samples: readonly RequestSample[]): TaskResult['usage'] {
  const usages = samples.flatMap(({ usage }) => usage ?? []);
  const sum = (count: UsageCount): number => usages.reduce((total, usage) => total + (usage[count] ?? 0), 0);
  const isPricedApart = usages.some(({ writtenToCacheTokens }) => writtenToCacheTokens !== undefined);
  const knowsThinking = usages.length > 0 && usages.every(({ thinkingTokens }) => thinkingTokens !== undefined);
  return {
    requests: samples.length,
    promptTokens: sum('promptTokens'),
    reusedTokens: sum('reusedTokens'),
    evaluatedTokens: sum('evaluatedTokens'),
    generatedTokens: sum('generatedTokens'),
    ...(isPricedApart ? { writtenToCacheTokens: sum('writtenToCacheTokens') } : {}),
    ...(knowsThinking ? { thinkingTokens: sum('thinkingTokens') } : {}),
  };
}

export function latencyOf(samples: readonly RequestSample[]): TaskResult['latency'] {
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
