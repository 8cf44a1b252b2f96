/** Engine, our server, our client for servers: the same as the engine alone. */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Engine, InfillRequest, ReplyRequest, ReplyResult, Sampling } from '../../src/engine/engine.ts';
import type { AssistantMessage, ChatMessage } from '../../src/engine/message.ts';
import { resolveEndpoint } from '../../src/providers/endpoint.ts';
import { httpFetch } from '../../src/providers/httpFetch.ts';
import { presetOf } from '../../src/providers/presets.ts';
import { createServerEngine } from '../../src/providers/serverEngine.ts';
import { createScriptedEngine } from '../engine/scriptedEngine.ts';
import { key, modelId, serveModel, weatherTool } from './modelServerFixture.ts';

const never = new AbortController().signal;

/** What a model writes: neither blank around it, which no client keeps, nor the beginning of a mark of thinking. */
const words = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.trim().replace(/^<+/, ''));
const said = words.filter((text) => text !== '');
const values = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 2 }),
);
const call = fc.record({
  name: fc.constantFrom('get_weather', 'other_tool'),
  arguments: fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
    values,
    { maxKeys: 3 },
  ),
});

const answer = fc.record({
  thinking: words,
  text: words,
  calls: fc.array(call, { maxLength: 2 }),
  usage: fc.record({ prompt: fc.nat(5000), reused: fc.nat(5000), generated: fc.nat(5000), thinking: fc.nat(50) }),
  isCutOff: fc.boolean(),
});

const turn = fc.record({
  user: said,
  thinking: words,
  text: said,
  calls: fc.array(call, { maxLength: 2 }),
  result: words,
});
const conversation = fc.tuple(fc.array(turn, { maxLength: 2 }), said).map(([turns, last]): ChatMessage[] => [
  ...turns.flatMap((one, index): ChatMessage[] => {
    const calls = one.calls.map((made, at) => ({ kind: 'call' as const, id: `c${index}-${at}`, ...made }));
    return [
      { role: 'user', text: one.user },
      // Thinking of turns that are over stays behind.
      { role: 'assistant', thinking: '', text: one.text, calls },
      ...calls.map(({ id }): ChatMessage => ({ role: 'tool', callId: id, text: one.result })),
    ];
  }),
  { role: 'user', text: last },
]);

const openAiSampling: fc.Arbitrary<Sampling | null> = fc.option(
  fc.record({
    temperature: fc.constantFrom(0, 0.25, 2),
    topP: fc.constantFrom(0.5, 1),
    topK: fc.nat(50),
    presencePenalty: fc.constantFrom(0, -1.5, 2),
  }),
);
/** Without thinking, for with it the API takes no sampling. */
const anthropicSampling = openAiSampling.map((sampling) =>
  sampling === null ? null : { ...sampling, temperature: Math.min(1, sampling.temperature), presencePenalty: 0 },
);

function requests(sampling: fc.Arbitrary<Sampling | null>): fc.Arbitrary<ReplyRequest> {
  return fc
    .record({
      system: words,
      messages: conversation,
      tools: fc.constantFrom([], [weatherTool]),
      thinks: fc.boolean(),
      maxTokens: fc.integer({ min: 2000, max: 3000 }),
      sampling,
      seed: fc.option(fc.nat(0xffff_ffff)),
      stopTexts: fc.option(fc.array(said, { minLength: 1, maxLength: 3 })),
    })
    .map(({ thinks, sampling: asked, seed, stopTexts, ...rest }) => ({
      ...rest,
      thinking: thinks ? { kind: 'on' as const, maxTokens: 1024 } : { kind: 'off' as const },
      ...(asked === null ? {} : { sampling: asked }),
      ...(seed === null ? {} : { seed }),
      ...(stopTexts === null ? {} : { stopTexts }),
    }));
}

/** Says what it is told next, and keeps what it was asked. */
function repeatingEngine() {
  const engine = createScriptedEngine({});
  let next: ReplyResult | undefined;
  const asked: ReplyRequest[] = [];
  const repeating: Engine = {
    ...engine,
    async reply(request, onPart) {
      asked.push(request);
      if (next === undefined) throw new Error('nothing to say');
      const { thinking, text } = next.message;
      const half = Math.floor(text.length / 2);
      if (thinking !== '') onPart({ kind: 'thinking', text: thinking });
      for (const part of [text.slice(0, half), text.slice(half)]) if (part !== '') onPart({ kind: 'text', text: part });
      return next;
    },
  };
  return { repeating, asked, say: (result: ReplyResult) => (next = result) };
}

function resultOf(given: typeof answer extends fc.Arbitrary<infer A> ? A : never): ReplyResult {
  const { usage, thinking, text, isCutOff } = given;
  // A call that a limit cut off cannot be read.
  const calls = isCutOff ? [] : given.calls.map((made, at) => ({ kind: 'call' as const, id: `own-${at}`, ...made }));
  const reusedTokens = Math.min(usage.prompt, usage.reused);
  return {
    message: { role: 'assistant', thinking, text, calls },
    finish: isCutOff ? 'length' : calls.length > 0 ? 'calls' : 'end',
    usage: {
      promptTokens: usage.prompt,
      reusedTokens,
      evaluatedTokens: usage.prompt - reusedTokens,
      generatedTokens: usage.generated,
      thinkingTokens: usage.thinking,
      firstTokenMs: 1,
      totalMs: 2,
    },
  };
}

async function connect(protocol: 'openai' | 'anthropic', engine: Engine) {
  const { server } = await serveModel(engine);
  const url = protocol === 'openai' ? `${server.url}/v1` : server.url;
  const preset = protocol === 'openai' ? 'vllm' : 'anthropic';
  const endpoint = resolveEndpoint({ id: 'own', preset, url, model: modelId, infill: 'prompt' });
  const thinkingBudget = 'thinking_budget_tokens' as const;
  const client = createServerEngine({
    endpoint: protocol === 'openai' ? { ...endpoint, preset: { ...presetOf(preset), thinkingBudget } } : endpoint,
    fetch: httpFetch,
    isOffline: () => false,
    key: async () => key,
    clock: systemClock,
    log: silentLog,
  });
  onTestFinished(() => client.dispose());
  return client;
}

/** Each engine names its calls, and the time it took is its own. */
function comparable({ message, finish, usage }: ReplyResult) {
  const { promptTokens, reusedTokens, evaluatedTokens, generatedTokens } = usage;
  return {
    message: withoutIds(message),
    finish,
    usage: { promptTokens, reusedTokens, evaluatedTokens, generatedTokens },
  };
}

function withoutIds(message: AssistantMessage) {
  return { ...message, calls: message.calls.map((made) => ({ ...made, id: '' })) };
}

describe('an engine through our server and our client', () => {
  it('is asked the same and answers the same as alone, over OpenAI’s protocol', async () => {
    const { repeating, asked, say } = repeatingEngine();
    const client = await connect('openai', repeating);
    await fc.assert(
      fc.asyncProperty(requests(openAiSampling), answer, async (request, given) => {
        const result = resultOf(given);
        say(result);
        const served = await client.reply(request, () => {}, never);
        expect(comparable(served)).toEqual(comparable(result));
        expect(served.usage.thinkingTokens).toBe(result.usage.thinkingTokens);
        expect(asked.at(-1)).toEqual(request);
        expect(await client.count(request, never)).toBe(await repeating.count(request, never));
      }),
      { numRuns: 60 },
    );
  });

  it('is asked the same and answers the same as alone, over Anthropic’s', async () => {
    const { repeating, asked, say } = repeatingEngine();
    const client = await connect('anthropic', repeating);
    await fc.assert(
      fc.asyncProperty(requests(anthropicSampling), answer, async (request, given) => {
        const result = resultOf(given);
        say(result);
        expect(comparable(await client.reply(request, () => {}, never))).toEqual(comparable(result));
        const { thinking, sampling, seed: _, ...rest } = request;
        // The protocol has no seed, and no sampling beside thinking.
        const samples = thinking.kind === 'off' && sampling !== undefined;
        expect(asked.at(-1)).toEqual({ ...rest, thinking, ...(samples ? { sampling } : {}) });
      }),
      { numRuns: 60 },
    );
  });

  it('fills the same hole with the same text, its files beside it', async () => {
    const engine = createScriptedEngine({ infills: [{ when: 'X', text: 'a + b' }, { text: 'first\nsecond' }] });
    const client = await connect('openai', engine);
    await client.connect();
    const code = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('<|', '< |'));
    const line = code.map((text) => text.replaceAll(/[\r\n\p{Zl}\p{Zp}\v\f]/gu, ' '));
    const holes = fc
      .record({
        repository: line,
        contextFiles: fc.array(fc.record({ path: line, text: code }), { maxLength: 2 }),
        path: line,
        prefix: code,
        suffix: code,
        isLine: fc.boolean(),
      })
      .map(({ isLine, ...hole }): InfillRequest => ({
        ...hole,
        stop: isLine ? { kind: 'line' } : { kind: 'block', indentColumns: 0, tabColumns: 4, maxLines: 9 },
        maxTokens: 50,
      }));
    await fc.assert(
      fc.asyncProperty(holes, async (hole) => {
        const filled = await client.infill(hole, () => {}, never);
        const sent = engine.infillRequests.at(-1);
        const alone = await engine.infill(hole, () => {}, never);
        expect(filled.text).toBe(hole.stop.kind === 'line' ? alone.text.split('\n', 1)[0] : alone.text);
        // Without files beside it a hole stands alone.
        const named = hole.contextFiles.length > 0 ? hole : { ...hole, repository: '', path: '' };
        expect(sent).toMatchObject({
          repository: named.repository,
          contextFiles: hole.contextFiles,
          path: named.path,
          prefix: hole.prefix,
          suffix: hole.suffix,
          maxTokens: 50,
        });
      }),
      { numRuns: 60 },
    );
  });
});
