import { describe, expect, it } from 'vitest';
import { contextBudget, contextUse, thinkingMode } from '../../src/chat/contextBudget.ts';

describe('contextBudget', () => {
  it.each([
    { contextTokens: 8_192, maxReplyTokens: 2_048, reply: 2_048, prompt: 6_144 },
    { contextTokens: 1_024, maxReplyTokens: 2_048, reply: 512, prompt: 512 },
  ])('of $contextTokens tokens keeps $reply for the answer', ({ contextTokens, maxReplyTokens, reply, prompt }) => {
    expect(contextBudget(contextTokens, maxReplyTokens)).toEqual({
      contextTokens,
      replyTokens: reply,
      promptTokens: prompt,
    });
  });
});

describe('thinkingMode', () => {
  it.each([
    { replyTokens: 600, maxTokens: 300 },
    { replyTokens: 8_000, maxTokens: 1_024 },
  ])('lets the model think for $maxTokens of $replyTokens tokens', ({ replyTokens, maxTokens }) => {
    const budget = contextBudget(100_000, replyTokens);
    expect(thinkingMode(true, budget)).toEqual({ kind: 'on', maxTokens });
    expect(thinkingMode(false, budget)).toEqual({ kind: 'off' });
  });
});

describe('contextUse', () => {
  it('counts the answer as part of the conversation', () => {
    const usage = {
      promptTokens: 90,
      reusedTokens: 80,
      evaluatedTokens: 10,
      generatedTokens: 30,
      firstTokenMs: 0,
      totalMs: 0,
    };
    expect(contextUse(usage, 200)).toEqual({ usedTokens: 120, contextTokens: 200 });
    expect(contextUse(usage, 100)).toEqual({ usedTokens: 100, contextTokens: 100 });
  });
});
