import { describe, expect, it } from 'vitest';
import { adaptiveDebounce, maxDebounceMs, minDebounceMs, type Pace } from '../../src/completion/adaptiveDebounce.ts';

function debounce(pace: Partial<Pace>): number {
  return adaptiveDebounce({
    latencyMs: 100,
    typingIntervalMs: undefined,
    isLineStart: false,
    trigger: 'automatic',
    ...pace,
  });
}

describe('adaptiveDebounce', () => {
  it('does not wait when asked, or at the start of a line', () => {
    expect(debounce({ trigger: 'explicit' })).toBe(0);
    expect(debounce({ isLineStart: true, latencyMs: 5000 })).toBe(0);
  });

  it('asks a quick engine almost at once', () => {
    expect(debounce({ latencyMs: 10 })).toBe(minDebounceMs);
    expect(debounce({ latencyMs: 80 })).toBeLessThanOrEqual(50);
  });

  it('waits longer for a slower engine, up to a limit', () => {
    expect(debounce({ latencyMs: 400 })).toBeGreaterThan(debounce({ latencyMs: 100 }));
    expect(debounce({ latencyMs: 60_000 })).toBe(maxDebounceMs);
  });

  it('waits for the typing to pause when the next key would come before the answer', () => {
    expect(debounce({ latencyMs: 200, typingIntervalMs: 150 })).toBeGreaterThan(150);
    expect(debounce({ latencyMs: 100, typingIntervalMs: 300 })).toBe(debounce({ latencyMs: 100 }));
  });
});
