export interface Pace {
  /** How long a suggestion takes, on average; undefined before the first. */
  readonly latencyMs: number | undefined;
  /** Between keystrokes, on average; undefined when there was no run of typing lately. */
  readonly typingIntervalMs: number | undefined;
  readonly isLineStart: boolean;
  readonly trigger: 'automatic' | 'explicit';
}

export const minDebounceMs = 20;
export const maxDebounceMs = 400;
const firstDebounceMs = 75;

/**
 * How long to wait for the next key before asking the engine, in ms.
 *
 * A quick engine is asked almost at once: wasted work costs little. A slow one is asked when the typing pauses: a
 * request that the next key would abort is not worth starting. At the start of a line people stop to think.
 */
export function adaptiveDebounce({ latencyMs, typingIntervalMs, isLineStart, trigger }: Pace): number {
  if (trigger === 'explicit' || isLineStart) return 0;
  if (latencyMs === undefined) return firstDebounceMs;
  const share = latencyMs / 2;
  const isOutrun = typingIntervalMs !== undefined && latencyMs > typingIntervalMs;
  const pause = isOutrun ? typingIntervalMs * 1.25 : 0;
  return Math.round(Math.min(maxDebounceMs, Math.max(minDebounceMs, Math.min(share, maxDebounceMs), pause)));
}
