import { describe, expect, it } from 'vitest';
import { readEngines } from '../../../src/harness/cli/engineChoice.ts';
import { newestRelease } from '../../../src/harness/cli/newestRelease.ts';

describe('the age of the code that is taken when nobody says one', () => {
  it('is the release of the newest model', () => {
    const newest = newestRelease(readEngines(['openai:gpt-5', 'starter']));
    expect(newest?.since).toBe('2026-11-22T00:00:00.000Z');
    expect(newest?.text).toContain('since 2026-11-22, when Parity Starter was released.');
  });

  it('is said to be unsure where a model is not known, and any where none is', () => {
    const named = newestRelease(readEngines(['openai:gpt-5', 'vllm:own/tune@http://127.0.0.1:1/v1']));
    expect(named?.since).toBe('2025-08-07T00:00:00.000Z');
    expect(named?.text).toContain('When own/tune came out is not known.');
    expect(newestRelease(readEngines(['local:/models/own.gguf']))).toBe(undefined);
  });
});
