/** How the context's tokens are shared between the prompt and the answer. All numbers are tokens. */
import type { ThinkingMode, Usage } from '../engine/engine.ts';
import type { ContextUse } from './chatState.ts';

const mostThinkingTokens = 1024;

export interface ContextBudget {
  readonly contextTokens: number;
  /** Kept free for the answer, and the most it may have. */
  readonly replyTokens: number;
  /** The longest prompt that leaves the answer its room. */
  readonly promptTokens: number;
}

/** The answer gets what the user asked for, but never more than half of the context: a prompt must fit as well. */
export function contextBudget(contextTokens: number, maxReplyTokens: number): ContextBudget {
  const replyTokens = Math.min(maxReplyTokens, Math.floor(contextTokens / 2));
  return { contextTokens, replyTokens, promptTokens: contextTokens - replyTokens };
}

/** Thinking may take half of the answer: a small model that never stops thinking must still have room to answer. */
export function thinkingMode(isOn: boolean, budget: ContextBudget): ThinkingMode {
  if (!isOn) return { kind: 'off' };
  return { kind: 'on', maxTokens: Math.min(Math.floor(budget.replyTokens / 2), mostThinkingTokens) };
}

/** For the meter: what the conversation holds once this answer is part of it. */
export function contextUse(usage: Usage, contextTokens: number): ContextUse {
  return { usedTokens: Math.min(usage.promptTokens + usage.generatedTokens, contextTokens), contextTokens };
}
