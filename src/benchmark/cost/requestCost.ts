import type { Usage } from '../../engine/engine.ts';
import type { Price, TokenPrices } from './price.ts';

export interface ApiCost {
  readonly usd: number;
  /** Tokens from a cache were counted at the full price, for the price of such tokens is not known: it is at most this. */
  readonly isUpperBound: boolean;
}

/**
 * What one request cost. `usage.promptTokens` holds all tokens of the prompt: those that were read from the provider's
 * cache and those that were written to it too, whichever way the provider counts them. (OpenAI's `prompt_tokens` include
 * them, Anthropic's `input_tokens` do not: `providers` adds them up.) The tier for long prompts goes by each request, so
 * costs add up and usages must not. `null`: a price that is needed is not known.
 */
export function requestCost(
  price: Price,
  usage: Pick<Usage, 'promptTokens' | 'reusedTokens' | 'generatedTokens' | 'writtenToCacheTokens'>,
): ApiCost | null {
  const { promptTokens, reusedTokens, generatedTokens, writtenToCacheTokens = 0 } = usage;
  const prices = tierPrices(price, promptTokens);
  const read = Math.min(reusedTokens, promptTokens);
  const written = Math.min(writtenToCacheTokens, promptTokens - read);
  const isUpperBound = read > 0 && prices.cacheRead === undefined;
  const parts = [
    cost(promptTokens - read - written, prices.input),
    cost(read, prices.cacheRead ?? prices.input),
    cost(written, prices.cacheWrite),
    cost(generatedTokens, prices.output),
  ];
  let usd = 0;
  for (const part of parts) {
    if (part === null) return null;
    usd += part;
  }
  return { usd, isUpperBound };
}

/** The most that a request can cost before it is sent: nothing comes from a cache, everything is written to one. */
export function highestCost(price: Price, promptTokens: number, maxTokens: number): number | null {
  const prices = tierPrices(price, promptTokens);
  const input = cost(promptTokens, Math.max(prices.input, prices.cacheWrite ?? 0));
  const output = cost(maxTokens, prices.output);
  return input === null || output === null ? null : input + output;
}

function tierPrices({ prices, above }: Price, promptTokens: number): TokenPrices {
  return above !== undefined && promptTokens > above.promptTokens ? above.prices : prices;
}

/** A price that is not known does not matter where there is nothing to pay for. */
function cost(tokens: number, usdPerMillion: number | null | undefined): number | null {
  if (tokens === 0) return 0;
  return usdPerMillion === null || usdPerMillion === undefined ? null : (tokens * usdPerMillion) / 1_000_000;
}
