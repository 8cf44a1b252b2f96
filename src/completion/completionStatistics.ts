import type { Usage } from '../engine/engine.ts';
import { MovingAverage } from './movingAverage.ts';

/** What the status menu tells about completions. */
export interface CompletionStatistics {
  readonly suggestedCount: number;
  readonly acceptedCount: number;
  /** From asking the engine to its answer. */
  readonly lastLatencyMs: number | undefined;
  readonly averageLatencyMs: number | undefined;
  readonly lastUsage: Usage | undefined;
}

/** Intervals longer than this are pauses, not typing. */
const maxTypingIntervalMs = 1500;

/** Measures how fast the engine answers and the user types. */
export class CompletionMeter {
  readonly #latencyMs = new MovingAverage(0.3);
  readonly #tokensPerSecond = new MovingAverage(0.3);
  readonly #promptTokensPerSecond = new MovingAverage(0.3);
  readonly #typingIntervalMs = new MovingAverage(0.3);
  #lastKeyMs: number | undefined;
  #suggestedCount = 0;
  #acceptedCount = 0;
  #lastLatencyMs: number | undefined;
  #lastUsage: Usage | undefined;

  get latencyMs(): number | undefined {
    return this.#latencyMs.value;
  }

  /** How fast the engine writes. */
  get tokensPerSecond(): number | undefined {
    return this.#tokensPerSecond.value;
  }

  /** How fast it reads what it has not read before. */
  get promptTokensPerSecond(): number | undefined {
    return this.#promptTokensPerSecond.value;
  }

  get typingIntervalMs(): number | undefined {
    return this.#typingIntervalMs.value;
  }

  noteKey(nowMs: number): void {
    const intervalMs = this.#lastKeyMs === undefined ? Infinity : nowMs - this.#lastKeyMs;
    if (intervalMs <= maxTypingIntervalMs) this.#typingIntervalMs.add(intervalMs);
    this.#lastKeyMs = nowMs;
  }

  noteAnswer(latencyMs: number, usage: Usage | undefined): void {
    this.#latencyMs.add(latencyMs);
    this.#lastLatencyMs = latencyMs;
    if (usage === undefined) return;
    this.#lastUsage = usage;
    const decodeMs = usage.totalMs - usage.firstTokenMs;
    // A few tokens tell more about the timer than about the model.
    if (usage.generatedTokens >= 4 && decodeMs > 0)
      this.#tokensPerSecond.add((usage.generatedTokens * 1000) / decodeMs);
  }

  /** An aborted request shows only that an answer takes longer than this: without it a slow engine would look unmeasured. */
  noteAbort(elapsedMs: number): void {
    if (elapsedMs > (this.#latencyMs.value ?? 0)) this.#latencyMs.add(elapsedMs);
  }

  noteSuggested(): void {
    this.#suggestedCount++;
  }

  noteAccepted(): void {
    this.#acceptedCount++;
  }

  /** Another model: its speed is unknown. */
  forgetEngine(): void {
    this.#latencyMs.reset();
    this.#tokensPerSecond.reset();
    this.#promptTokensPerSecond.reset();
    this.#lastLatencyMs = undefined;
    this.#lastUsage = undefined;
  }

  statistics(): CompletionStatistics {
    return {
      suggestedCount: this.#suggestedCount,
      acceptedCount: this.#acceptedCount,
      lastLatencyMs: this.#lastLatencyMs,
      averageLatencyMs: this.#latencyMs.value,
      lastUsage: this.#lastUsage,
    };
  }
}
