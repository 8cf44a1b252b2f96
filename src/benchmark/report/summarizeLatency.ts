import type { TaskResult } from '../result.ts';
import { type Spread, spreadOf } from './spread.ts';

/** Of the answers that came. Requests whose prompt was new apart from those that found some of it. Milliseconds. */
export interface LatencySummary {
  readonly firstTokenCold: Spread | null;
  readonly firstTokenWarm: Spread | null;
  /** The first text that is no thinking. */
  readonly firstVisibleCold: Spread | null;
  readonly firstVisibleWarm: Spread | null;
  readonly totalCold: Spread | null;
  readonly totalWarm: Spread | null;
  readonly total: Spread | null;
  /** While an answer is being written. */
  readonly tokensPerSecond: Spread | null;
  /** All that was written by the time that all answers took, reading the prompts included; `null`: nothing was. */
  readonly wholePace: number | null;
}

export function summarizeLatency(results: readonly TaskResult[]): LatencySummary {
  const answered = results.filter(({ outcome }) => outcome.kind !== 'infrastructure');
  const all = answered.map(({ latency }) => latency);
  const cold = all.filter(({ isCold }) => isCold);
  const warm = all.filter(({ isCold }) => !isCold);
  const totalMs = all.reduce((sum, latency) => sum + latency.totalMs, 0);
  const written = answered.reduce((sum, { usage }) => sum + usage.generatedTokens, 0);
  return {
    firstTokenCold: present(cold.map(({ firstTokenMs }) => firstTokenMs)),
    firstTokenWarm: present(warm.map(({ firstTokenMs }) => firstTokenMs)),
    firstVisibleCold: present(cold.map(({ firstVisibleMs }) => firstVisibleMs)),
    firstVisibleWarm: present(warm.map(({ firstVisibleMs }) => firstVisibleMs)),
    totalCold: present(cold.map((latency) => latency.totalMs)),
    totalWarm: present(warm.map((latency) => latency.totalMs)),
    total: present(all.map((latency) => latency.totalMs)),
    tokensPerSecond: present(all.map(({ tokensPerSecond }) => tokensPerSecond)),
    wholePace: written === 0 || totalMs === 0 ? null : (written * 1000) / totalMs,
  };
}

function present(values: readonly (number | null)[]): Spread | null {
  return spreadOf(values.filter((value) => value !== null));
}
