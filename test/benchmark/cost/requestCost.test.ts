import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Price } from '../../../src/benchmark/cost/price.ts';
import { knownPrices, priceInForce } from '../../../src/benchmark/cost/priceInForce.ts';
import { highestCost, requestCost } from '../../../src/benchmark/cost/requestCost.ts';
import type { Usage } from '../../../src/engine/engine.ts';
import { resolveEndpoint } from '../../../src/providers/endpoint.ts';
import { ChatStream } from '../../../src/providers/chatStream.ts';
import { MessagesStream } from '../../../src/providers/messagesStream.ts';
import { ReplyDraft } from '../../../src/providers/replyDraft.ts';
import { createManualClock } from '../../manualClock.ts';

const day = '2026-11-24';

function priceOf(model: string): Price {
  const price = priceInForce(model, day);
  if (price === null) throw new Error(`no price for ${model}`);
  return price;
}

const usage = (promptTokens: number, reusedTokens: number, generatedTokens: number, writtenToCacheTokens?: number) => ({
  promptTokens,
  reusedTokens,
  generatedTokens,
  ...(writtenToCacheTokens === undefined ? {} : { writtenToCacheTokens }),
});

const draft = (): ReplyDraft => new ReplyDraft({ newCallId: () => 'id', emit: () => {}, clock: createManualClock() });

/** As the provider fills it from what the API sends. */
function usageFromOpenAi(served: object): Usage {
  const endpoint = resolveEndpoint({ id: 'a', name: 'A', preset: 'openai', url: 'https://a.test/v1', model: 'gpt-5' });
  const stream = new ChatStream(endpoint, draft(), () => {});
  stream.add({ choices: [{ delta: { content: 'x' }, finish_reason: 'stop' }], usage: served });
  return stream.finish(0).usage;
}

function usageFromAnthropic(served: object): Usage {
  const endpoint = resolveEndpoint({
    id: 'a',
    name: 'A',
    preset: 'anthropic',
    url: 'https://a.test',
    model: 'claude-sonnet-4-5',
  });
  const stream = new MessagesStream(endpoint, draft());
  stream.add({ type: 'message_start', message: { usage: served } });
  stream.add({ type: 'message_delta', delta: { stop_reason: 'end_turn' } });
  stream.add({ type: 'message_stop' });
  return stream.finish(0).usage;
}

describe('requestCost', () => {
  it("counts OpenAI's cached tokens once, for its prompt tokens include them", () => {
    const served = usageFromOpenAi({
      prompt_tokens: 10_000,
      completion_tokens: 1000,
      prompt_tokens_details: { cached_tokens: 8000 },
    });
    const cost = requestCost(priceOf('gpt-5'), served);
    expect(cost?.usd).toBeCloseTo(0.0135, 12);
    expect(cost?.isUpperBound).toBe(false);
  });

  it("adds Anthropic's cached tokens, for its input tokens leave them out", () => {
    const served = usageFromAnthropic({
      input_tokens: 2000,
      cache_read_input_tokens: 8000,
      cache_creation_input_tokens: 1000,
      output_tokens: 1000,
    });
    expect(requestCost(priceOf('claude-sonnet-4-5'), served)?.usd).toBeCloseTo(0.02715, 12);
  });

  it('takes the prices of long prompts for the whole of a request that is longer, and for no other', () => {
    const sol = priceOf('gpt-6.1-sol');
    expect(requestCost(sol, usage(272_000, 0, 1000))?.usd).toBeCloseTo(0.272 * 2 + 0.01, 12);
    expect(requestCost(sol, usage(272_001, 1000, 1000))?.usd).toBeCloseTo(0.271001 * 4 + 0.0002 + 0.015, 12);
    const haiku = priceOf('claude-haiku-5-5');
    expect(requestCost(haiku, usage(100_001, 0, 0, 1))?.usd).toBeCloseTo(0.05 + 0.000000625, 12);
  });

  it('is unknown, never nothing, where a price that is needed is unknown', () => {
    expect(requestCost(priceOf('qwen3.5-plus'), usage(1000, 0, 10))).toBeNull();
    expect(requestCost(priceOf('gpt-5'), usage(1000, 0, 10, 500))).toBeNull();
    expect(requestCost(priceOf('qwen3.5-plus'), usage(1000, 0, 0))?.usd).toBeCloseTo(0.0004, 12);
  });

  it('says that it is an upper bound where the price of cached tokens is unknown', () => {
    expect(requestCost(priceOf('gpt-6-luna'), usage(1000, 400, 0))).toEqual({ usd: 0.0001, isUpperBound: true });
    expect(requestCost(priceOf('gpt-6-luna'), usage(1000, 0, 0))?.isUpperBound).toBe(false);
  });

  const priced = fc.constantFrom(...knownPrices.filter(({ prices }) => prices.output !== null));
  const tokens = fc.nat(400_000);

  it('never falls with more output, and never exceeds what was said before the request', () => {
    fc.assert(
      fc.property(priced, tokens, tokens, tokens, tokens, (price, prompt, reused, written, generated) => {
        const spent = requestCost(price, usage(prompt, reused, generated, written));
        if (spent === null) return;
        expect(spent.usd).toBeGreaterThanOrEqual(0);
        const more = requestCost(price, usage(prompt, reused, generated + 1, written));
        expect(more?.usd).toBeGreaterThan(spent.usd);
        expect(spent.usd).toBeLessThanOrEqual((highestCost(price, prompt, generated) ?? 0) + 1e-12);
      }),
    );
  });

  it('cannot be told beforehand without a price for output', () => {
    expect(highestCost(priceOf('qwen3.5-flash'), 1000, 10)).toBeNull();
    expect(highestCost(priceOf('claude-sonnet-4-5'), 1000, 1000)).toBeCloseTo(0.00375 + 0.015, 12);
  });
});
