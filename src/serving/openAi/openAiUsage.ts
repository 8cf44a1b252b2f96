import type { Usage } from '../../engine/engine.ts';

export type CountedUsage = Pick<Usage, 'promptTokens' | 'reusedTokens' | 'generatedTokens' | 'thinkingTokens'>;

/** Prompt tokens include those from the cache, generated ones those of thinking. */
export function openAiUsage(usage: CountedUsage): object {
  const { promptTokens, reusedTokens, generatedTokens, thinkingTokens } = usage;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: generatedTokens,
    total_tokens: promptTokens + generatedTokens,
    prompt_tokens_details: { cached_tokens: reusedTokens },
    ...(thinkingTokens === undefined ? {} : { completion_tokens_details: { reasoning_tokens: thinkingTokens } }),
  };
}
