/** The official `@anthropic-ai/sdk` package against our server. */
import Anthropic, { APIError } from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import { contextTokens, key, modelId, serveScript, weatherTool } from './modelServerFixture.ts';

async function connect(script: Parameters<typeof serveScript>[0]) {
  const serving = await serveScript(script);
  const client = new Anthropic({ baseURL: serving.server.url, apiKey: key, maxRetries: 0 });
  return { ...serving, client };
}

const { name, description, parameters } = weatherTool;
const tools = [{ name, description, input_schema: parameters }] as Anthropic.Tool[];
const basics = { model: modelId, max_tokens: 2000, messages: [{ role: 'user', content: 'How is it?' }] } as const;
const thinkThenSpeak = { steps: [{ thinking: 'It is asked. ' }, { text: 'It is fine.' }] };

describe('the @anthropic-ai/sdk package', () => {
  it('gets an answer whole, with the engine’s counts', async () => {
    const { client, engine } = await connect({ replies: [thinkThenSpeak] });
    const answer = await client.messages.create({ ...basics, messages: [...basics.messages], system: 'Be brief.' });
    expect(answer).toMatchObject({
      role: 'assistant',
      stop_reason: 'end_turn',
      content: [
        { type: 'thinking', thinking: 'It is asked. ' },
        { type: 'text', text: 'It is fine.' },
      ],
    });
    const [request] = engine.requests;
    expect(request).toMatchObject({ system: 'Be brief.', maxTokens: 2000, thinking: { kind: 'off' } });
    const promptTokens = request === undefined ? 0 : await engine.count(request, new AbortController().signal);
    expect(answer.usage).toMatchObject({ input_tokens: promptTokens, cache_read_input_tokens: 0 });
  });

  it('streams thinking, text and a call, which it puts together again', async () => {
    const { client } = await connect({
      replies: [
        {
          steps: [
            { prefill: { doneTokens: 90, totalTokens: 100, reusedTokens: 60 } },
            { thinking: 'It is asked. ' },
            { text: 'I look.' },
            { call: name, arguments: { city: 'Bern', days: '3' } },
          ],
        },
      ],
    });
    const stream = client.messages.stream({ ...basics, messages: [...basics.messages], tools });
    const kinds: string[] = [];
    stream.on('streamEvent', (event) => kinds.push(event.type));
    const started = new Promise<Anthropic.Usage>((resolve) => {
      stream.on('streamEvent', (event) => {
        if (event.type === 'message_start') resolve({ ...event.message.usage });
      });
    });
    const answer = await stream.finalMessage();
    expect(answer).toMatchObject({
      stop_reason: 'tool_use',
      content: [
        { type: 'thinking', thinking: 'It is asked. ' },
        { type: 'text', text: 'I look.' },
        { type: 'tool_use', name, input: { city: 'Bern', days: 3 } },
      ],
    });
    expect(kinds.filter((kind) => kind === 'content_block_start')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'content_block_stop')).toHaveLength(3);
    expect(await started).toMatchObject({ input_tokens: 40, cache_read_input_tokens: 60 });
  });

  it('sends results of tools back, and what was thought', async () => {
    const { client, engine } = await connect({ replies: [thinkThenSpeak] });
    await client.messages.create({
      ...basics,
      tools,
      messages: [
        ...basics.messages,
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: '' },
            { type: 'text', text: 'I look.' },
            { type: 'tool_use', id: 'toolu_1', name, input: { city: 'Bern' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'And then?', cache_control: { type: 'ephemeral' } },
            { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'sunny' }] },
          ],
        },
      ],
    });
    expect(engine.requests[0]?.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        thinking: 'Hm.',
        text: 'I look.',
        calls: [{ kind: 'call', id: 'toolu_1', name, arguments: { city: 'Bern' } }],
      },
      { role: 'tool', callId: 'toolu_1', text: 'sunny' },
      { role: 'user', text: 'And then?' },
    ]);
  });

  it('hands on sampling, stops and a budget for thinking', async () => {
    const { client, engine } = await connect({ replies: [thinkThenSpeak] });
    const thinking = { type: 'enabled', budget_tokens: 1024 } as const;
    const more = { stop_sequences: ['END'], top_k: 5 };
    await client.messages.create({ ...basics, messages: [...basics.messages], thinking, ...more });
    expect(engine.requests[0]).toMatchObject({
      stopTexts: ['END'],
      thinking: { kind: 'on', maxTokens: 1024 },
      sampling: { temperature: 1, topP: 1, topK: 5, presencePenalty: 0 },
    });
  });

  it('counts tokens as the engine does, and lists the models', async () => {
    const { client, engine } = await connect({});
    const messages = [...basics.messages];
    const { input_tokens: counted } = await client.messages.countTokens({ model: modelId, messages });
    const prompt = { system: '', messages: [{ role: 'user', text: 'How is it?' }], tools: [] } as const;
    const signal = new AbortController().signal;
    expect(counted).toBe(await engine.count({ ...prompt, thinking: { kind: 'off' } }, signal));
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual([modelId, 'parity']);
  });

  it('learns that the limit of tokens ended the answer', async () => {
    const { client } = await connect({ replies: [{ isCutOff: true, steps: [{ text: 'It is' }] }] });
    const answer = await client.messages.create({ ...basics, messages: [...basics.messages] });
    expect(answer.stop_reason).toBe('max_tokens');
  });

  it.each([
    ['an unknown model', { model: 'claude-9' }, 404, 'not_found_error', 'claude-9'],
    ['a call in any case', { tools, tool_choice: { type: 'any' } }, 400, 'invalid_request_error', 'tool_choice'],
    [
      'a picture',
      { messages: [{ role: 'user', content: [{ type: 'image', source: {} }] }] },
      400,
      'invalid_request_error',
      'messages.0.content.0.type',
    ],
    [
      'an answer that is begun for the model',
      { messages: [...basics.messages, { role: 'assistant', content: '{' }] },
      400,
      'invalid_request_error',
      'prefilled',
    ],
    [
      'more thinking than answer',
      { thinking: { type: 'enabled', budget_tokens: 2000 } },
      400,
      'invalid_request_error',
      'budget_tokens',
    ],
  ])('is refused %s, in words', async (_, change, status, type, words) => {
    const { client, engine } = await connect({ replies: [thinkThenSpeak] });
    const error: unknown = await client.messages
      .create({ ...basics, ...change } as never)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ status, error: { error: { type, message: expect.stringContaining(words) } } });
    expect(engine.requests).toEqual([]);
  });

  it('learns of an overflow, and of an engine that dies', async () => {
    const overflow = (): never => {
      throw new AppError('context-overflow', { promptTokens: 5000, reservedTokens: 10, contextTokens });
    };
    const { client } = await connect({
      replies: [{ steps: [{ hook: overflow }] }, { steps: [{ text: 'It' }, { crash: true }] }],
    });
    const ask = () => client.messages.stream({ ...basics, messages: [...basics.messages] }).finalMessage();
    await expect(ask()).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(`prompt is too long: 5000 tokens > ${contextTokens} maximum`),
    });
    await expect(ask()).rejects.toMatchObject({ error: { error: { type: 'overloaded_error' } } });
  });
});
