/** The official `openai` package against our server. */
import OpenAI, { APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import { deferred } from '../deferred.ts';
import { contextTokens, key, modelId, serveScript, weatherTool } from './modelServerFixture.ts';

type Script = Parameters<typeof serveScript>[0];

async function connect(script: Script) {
  const serving = await serveScript(script);
  const client = new OpenAI({ baseURL: `${serving.server.url}/v1`, apiKey: key, maxRetries: 0 });
  return { ...serving, client };
}

const user = { role: 'user', content: 'How is it in Bern?' } as const;
const tools = [{ type: 'function', function: weatherTool }] as const;
const thinkThenSpeak = { steps: [{ thinking: 'It is asked. ' }, { text: 'It is fine in Bern.' }] };

describe('the openai package', () => {
  it('gets an answer whole, with thinking and the engine’s counts', async () => {
    const { client, engine } = await connect({ replies: [thinkThenSpeak] });
    const answer = await client.chat.completions.create({ model: modelId, messages: [user], max_tokens: 64 });
    expect(answer.choices).toMatchObject([
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'It is fine in Bern.' } },
    ]);
    expect(answer.choices[0]?.message).toHaveProperty('reasoning_content', 'It is asked. ');
    const [request] = engine.requests;
    expect(request).toEqual({
      system: '',
      messages: [{ role: 'user', text: user.content }],
      tools: [],
      thinking: { kind: 'off' },
      maxTokens: 64,
    });
    const promptTokens = request === undefined ? 0 : await engine.count(request, new AbortController().signal);
    expect(answer.usage?.prompt_tokens).toBe(promptTokens);
    expect(answer._request_id).toMatch(/^[\da-f]{32}$/);
  });

  it('streams, and gives the counts at the end when they are asked for', async () => {
    const { client } = await connect({ replies: [thinkThenSpeak] });
    const stream = client.chat.completions.stream({
      model: modelId,
      messages: [user],
      stream_options: { include_usage: true },
    });
    let thinking = '';
    for await (const chunk of stream) {
      const delta = chunk.choices[0]?.delta as { reasoning_content?: string } | undefined;
      thinking += delta?.reasoning_content ?? '';
    }
    const answer = await stream.finalChatCompletion();
    expect(thinking).toBe('It is asked. ');
    expect(answer.choices[0]?.message.content).toBe('It is fine in Bern.');
    const { usage } = answer;
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    expect(usage?.prompt_tokens_details).toEqual({ cached_tokens: 0 });
  });

  it('runs tools to the end, with arguments as their schema has them', async () => {
    const { client, engine } = await connect({
      replies: [
        // A local model writes each value as text.
        { steps: [{ text: 'I look.' }, { call: 'get_weather', arguments: { city: '12', days: '3' } }] },
        { when: 'sunny', steps: [{ text: 'Sunny.' }] },
      ],
    });
    const asked: unknown[] = [];
    const runner = client.chat.completions.runTools({
      model: modelId,
      stream: true,
      messages: [{ role: 'system', content: 'Be brief.' }, user],
      tools: [
        {
          type: 'function',
          function: {
            ...weatherTool,
            parse: JSON.parse,
            function: (given: unknown) => {
              asked.push(given);
              return 'sunny';
            },
          },
        },
      ],
    });
    expect(await runner.finalContent()).toBe('Sunny.');
    expect(asked).toEqual([{ city: '12', days: 3 }]);
    const last = engine.requests.at(-1);
    expect(last?.system).toBe('Be brief.');
    expect(last?.messages).toMatchObject([
      { role: 'user' },
      { role: 'assistant', text: 'I look.', calls: [{ kind: 'call', name: 'get_weather', arguments: { days: 3 } }] },
      { role: 'tool', text: 'sunny' },
    ]);
    const [, assistant, result] = last?.messages ?? [];
    expect(assistant?.role === 'assistant' && result?.role === 'tool' && assistant.calls[0]?.id === result.callId).toBe(
      true,
    );
  });

  it('hands on sampling, seed, stops, thinking and its budget', async () => {
    const { client, engine } = await connect({ replies: [thinkThenSpeak] });
    await client.chat.completions.create({
      model: 'parity',
      messages: [user],
      max_completion_tokens: 99,
      temperature: 0.5,
      seed: 7,
      stop: ['END', '<|im_end|>'],
      ...{ chat_template_kwargs: { enable_thinking: true }, thinking_budget_tokens: 30 },
    });
    expect(engine.requests[0]).toMatchObject({
      maxTokens: 99,
      sampling: { temperature: 0.5, topP: 1, topK: 0, presencePenalty: 0 },
      seed: 7,
      stopTexts: ['END'],
      thinking: { kind: 'on', maxTokens: 30 },
    });
  });

  it('may leave the limit out, and then has all the room there is', async () => {
    const { client, engine } = await connect({ replies: [thinkThenSpeak] });
    const { usage } = await client.chat.completions.create({ model: modelId, messages: [user] });
    expect(engine.requests[0]?.maxTokens).toBe(contextTokens - (usage?.prompt_tokens ?? 0));
  });

  it.each([
    ['length', { isCutOff: true, steps: [{ text: 'It is' }] }, 'length'],
    ['a call', { steps: [{ call: 'get_weather', arguments: { city: 'Bern' } }] }, 'tool_calls'],
  ])('learns that %s ended the answer', async (_, reply, reason) => {
    const { client } = await connect({ replies: [reply] });
    const answer = await client.chat.completions.create({ model: modelId, messages: [user], tools: [...tools] });
    expect(answer.choices[0]?.finish_reason).toBe(reason);
    if (reason === 'tool_calls') expect(answer.choices[0]?.message.content).toBeNull();
  });

  it('gets one call when it wants no more', async () => {
    const call = { call: 'get_weather', arguments: { city: 'Bern' } };
    const { client } = await connect({ replies: [{ steps: [call, call] }] });
    const answer = await client.chat.completions.create({
      model: modelId,
      messages: [user],
      tools: [...tools],
      parallel_tool_calls: false,
    });
    expect(answer.choices[0]?.message.tool_calls).toHaveLength(1);
  });

  it('completes code between two texts', async () => {
    const { client, engine } = await connect({ infills: [{ when: 'return ', text: 'a + b' }] });
    const answer = await client.completions.create({
      model: modelId,
      prompt: 'def add(a, b):\n    return ',
      suffix: '\n',
      max_tokens: 20,
      stop: ['\n'],
    });
    expect(answer.choices).toEqual([{ index: 0, text: 'a + b', logprobs: null, finish_reason: 'stop' }]);
    expect(answer.usage?.completion_tokens).toBe(2);
    expect(engine.infillRequests).toEqual([
      {
        repository: '',
        contextFiles: [],
        path: '',
        prefix: 'def add(a, b):\n    return ',
        suffix: '\n',
        stop: { kind: 'line' },
        maxTokens: 20,
      },
    ]);
  });

  it('completes code as a stream', async () => {
    const { client } = await connect({ infills: [{ text: 'a + b' }] });
    const stream = await client.completions.create({ model: modelId, prompt: 'x', suffix: 'y', stream: true });
    let text = '';
    let finish: string | undefined;
    for await (const { choices } of stream) {
      text += choices[0]?.text ?? '';
      finish = choices[0]?.finish_reason ?? finish;
    }
    expect([text, finish]).toEqual(['a + b', 'stop']);
  });

  it('completes code in the layout that editors write for raw prompts, with all that should stop it', async () => {
    const { client, engine } = await connect({ infills: [{ text: 'a + b' }] });
    await client.completions.create({
      model: modelId,
      prompt: '<|fim_prefix|>return <|fim_suffix|>\n}<|fim_middle|>',
      stop: ['<|endoftext|>', '<|fim_prefix|>', '```', '\n\n'],
      temperature: 0.01,
    });
    expect(engine.infillRequests[0]).toMatchObject({
      prefix: 'return ',
      suffix: '\n}',
      stop: { kind: 'block', indentColumns: 0 },
      stopTexts: ['```', '\n\n'],
      maxTokens: 16,
    });
  });

  it('lists the models, and finds one', async () => {
    const { client } = await connect({});
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual([modelId, 'parity']);
    expect(await client.models.retrieve(modelId)).toMatchObject({ object: 'model', max_model_len: contextTokens });
  });

  it('ends the engine’s work when it goes away', async () => {
    const stopped = deferred();
    const { client } = await connect({
      replies: [
        {
          steps: [
            { text: 'It goes on' },
            {
              hook: async (signal) => {
                await new Promise((resolve) => signal.addEventListener('abort', resolve));
                stopped.resolve();
              },
            },
          ],
        },
      ],
    });
    const stream = await client.chat.completions.create({ model: modelId, messages: [user], stream: true });
    for await (const _ of stream) break;
    await stopped.promise;
  });

  it.each([
    ['an unknown model', { model: 'gpt-9' }, 404, 'model_not_found', 'model'],
    ['several answers', { n: 2 }, 400, 'unsupported_parameter', 'n'],
    ['probabilities', { logprobs: true }, 400, 'unsupported_parameter', 'logprobs'],
    ['JSON alone', { response_format: { type: 'json_object' } }, 400, 'unsupported_parameter', 'response_format'],
    ['a call in any case', { tools, tool_choice: 'required' }, 400, 'unsupported_parameter', 'tool_choice'],
    ['a temperature of 3', { temperature: 3 }, 400, 'invalid_value', 'temperature'],
    ['no messages', { messages: [] }, 400, 'invalid_value', 'messages'],
    [
      'a picture',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }] },
      400,
      'unsupported_parameter',
      'messages[0].content[0].type',
    ],
    [
      'a result without its call',
      { messages: [user, { role: 'tool', tool_call_id: 'x', content: '1' }] },
      400,
      'invalid_value',
      'messages[1].tool_call_id',
    ],
    [
      'a late system message',
      { messages: [user, { role: 'system', content: 'Be brief.' }] },
      400,
      'invalid_value',
      'messages[1].role',
    ],
  ])('is refused %s, by name', async (_, change, status, code, param) => {
    const { client, engine } = await connect({ replies: [thinkThenSpeak] });
    const body = { model: modelId, messages: [user], ...change } as never;
    const error: unknown = await client.chat.completions.create(body).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ status, code, param });
    expect(engine.requests).toEqual([]);
  });

  it.each(['whole', 'as a stream'])('learns of an overflow %s', async (how) => {
    const data = { promptTokens: 5000, reservedTokens: 100, contextTokens };
    const fail = (): never => {
      throw new AppError('context-overflow', data);
    };
    const { client } = await connect({ replies: [{ steps: [{ hook: fail }] }] });
    const asked = client.chat.completions.create({ model: modelId, messages: [user], stream: how !== 'whole' });
    await expect(asked).rejects.toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
      message: expect.stringContaining(`maximum context length is ${contextTokens} tokens`),
    });
  });

  it('learns in the middle of a stream that the engine died', async () => {
    const { client } = await connect({ replies: [{ steps: [{ text: 'It' }, { crash: true }] }] });
    const stream = await client.chat.completions.create({ model: modelId, messages: [user], stream: true });
    const read = async (): Promise<void> => {
      for await (const _ of stream);
    };
    await expect(read()).rejects.toMatchObject({ code: 'model_not_ready' });
  });
});
