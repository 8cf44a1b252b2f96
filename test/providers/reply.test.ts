import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../src/engine/message.ts';
import { deferred } from '../deferred.ts';
import { ask, protocols, readTool, replyOf, serveEngine } from './serverFixture.ts';

describe.each(protocols)('a reply over the protocol of $name', ({ endpoint }) => {
  it('streams thinking and text, and gives both with what was used', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({
      kind: 'answer',
      thinking: 'The file is short.',
      text: 'It exports **one** function.',
      usage: { prompt: 900, cached: 640, generated: 21 },
    });
    const reply = await replyOf(engine, ask());
    expect(reply.message).toEqual({
      role: 'assistant',
      thinking: 'The file is short.',
      text: 'It exports **one** function.',
      calls: [],
    });
    expect(reply.streamed).toEqual({ text: 'It exports **one** function.', thinking: 'The file is short.' });
    expect(reply.finish).toBe('end');
    expect(reply.usage).toMatchObject({
      promptTokens: 900,
      reusedTokens: 640,
      evaluatedTokens: 260,
      generatedTokens: 21,
    });
  });

  it('tells which model answered, and what was asked of its sampler beside the seed', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({ kind: 'answer', text: 'So.' });
    const sampling = { temperature: 0.5, topP: 0.9, topK: 0, presencePenalty: 0 };
    const reply = await replyOf(engine, ask({ sampling, seed: 7 }));
    expect(reply).toMatchObject({ servedModel: engine.endpoint.model, sampling: { temperature: 0.5, top_p: 0.9 } });
    expect(reply.sampling).not.toHaveProperty('seed');
  });

  it('puts the fragments of several calls together', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({
      kind: 'answer',
      text: 'I look.',
      calls: [
        { name: 'read_file', arguments: { path: 'a.ts', note: 'with "quotes" and \n lines' } },
        { name: 'read_file', arguments: { path: 'b.ts' } },
      ],
    });
    const reply = await replyOf(engine, ask({ tools: [readTool] }));
    expect(reply.finish).toBe('calls');
    expect(reply.message.calls).toMatchObject([
      { kind: 'call', name: 'read_file', arguments: { path: 'a.ts', note: 'with "quotes" and \n lines' } },
      { kind: 'call', name: 'read_file', arguments: { path: 'b.ts' } },
    ]);
    expect(new Set(reply.message.calls.map(({ id }) => id)).size).toBe(2);
    expect(reply.parts.filter(({ kind }) => kind === 'call-started')).toHaveLength(2);
  });

  it.each([
    ['broken JSON', '{"path": "a.ts"', 'The arguments are not a JSON object.'],
    ['a list', '["a.ts"]', 'The arguments are not a JSON object.'],
  ])('never mends a call with %s into one that runs', async (_, text, problem) => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({ kind: 'answer', calls: [{ name: 'read_file', arguments: text, id: 'c1' }] });
    const { message } = await replyOf(engine, ask({ tools: [readTool] }));
    expect(message.calls).toEqual([{ kind: 'malformed', id: 'c1', raw: `read_file ${text}`, problem }]);
  });

  it('takes a call for cut off when the limit of tokens ended the answer, however whole it looks', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({ kind: 'answer', finish: 'length', calls: [{ name: 'read_file', arguments: { path: 'a' } }] });
    const reply = await replyOf(engine, ask({ tools: [readTool] }));
    expect(reply.finish).toBe('length');
    expect(reply.message.calls).toMatchObject([{ kind: 'malformed', problem: 'The call was cut off before its end.' }]);
  });

  it('sends a conversation with calls and results as the protocol wants it, and unreadable calls as text', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({ kind: 'answer', text: 'Done.' });
    const messages: ChatMessage[] = [
      { role: 'user', text: 'Read.' },
      {
        role: 'assistant',
        thinking: '',
        text: 'I read.',
        calls: [
          { kind: 'malformed', id: 'bad', raw: '<oops>', problem: 'It is no call.' },
          { kind: 'call', id: 'good', name: 'read_file', arguments: { path: 'a.ts' } },
        ],
      },
      { role: 'tool', callId: 'bad', text: 'It is no call.' },
      { role: 'tool', callId: 'good', text: 'export {};' },
    ];
    await replyOf(engine, ask({ messages, tools: [readTool] }));
    expect(server.requests.at(-1)?.body).toMatchSnapshot();
  });

  it('ends at once when it is aborted, and the server hears of it', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    const pause = deferred();
    server.say({ kind: 'answer', text: 'It goes on and on', pause: pause.promise });
    const controller = new AbortController();
    const aborted = server.nextAbort();
    const begun = deferred();
    const reply = engine.reply(ask(), ({ kind }) => (kind === 'text' ? begun.resolve() : undefined), controller.signal);
    await begun.promise;
    controller.abort();
    await expect(reply).rejects.toMatchObject({ name: 'AbortError' });
    await aborted;
    pause.resolve();
  });

  it('ends at once when it is aborted before the server answers', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    await engine.connect();
    const hold = deferred();
    server.say({ kind: 'answer', text: 'late', hold: hold.promise });
    const controller = new AbortController();
    const reply = engine.reply(ask(), () => {}, controller.signal);
    await expect.poll(() => server.requests.length).toBe(2);
    controller.abort();
    await expect(reply).rejects.toMatchObject({ name: 'AbortError' });
    hold.resolve();
  });

  it('says how long nothing has come, and goes on', async () => {
    const { engine, server, clock } = await serveEngine({ endpoint });
    const pause = deferred();
    server.say({ kind: 'answer', text: 'one two three', pause: pause.promise });
    const parts: unknown[] = [];
    const begun = deferred();
    const reply = engine.reply(
      ask(),
      (part) => {
        parts.push(part);
        if (part.kind === 'text') begun.resolve();
      },
      new AbortController().signal,
    );
    await begun.promise;
    clock.advance(45_000);
    expect(parts.slice(-2)).toEqual([
      { kind: 'silent', seconds: 20 },
      { kind: 'silent', seconds: 40 },
    ]);
    pause.resolve();
    expect((await reply).message.text).toBe('one two three');
  });

  it('asks once more after a refusal for now, and says so', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say(
      { kind: 'refusal', status: 429, message: 'slow down', headers: { 'retry-after': '0' } },
      { kind: 'answer', text: 'Now.' },
    );
    const reply = await replyOf(engine, ask());
    expect(reply.parts[0]).toEqual({ kind: 'retrying', cause: 'rate-limited', afterSeconds: 0 });
    expect(reply.message.text).toBe('Now.');
  });

  it('learns which parameters a model refuses, asks without them from then on, and says what was left out', async () => {
    const { engine, server } = await serveEngine({ endpoint, server: { refuses: ['temperature', 'top_p'] } });
    server.say({ kind: 'answer', text: 'Yes.', repeats: true });
    const sampling = { temperature: 0.2, topP: 0.9, topK: 0, presencePenalty: 0 };
    const first = await replyOf(engine, ask({ sampling }));
    expect(first.leftOut).toEqual(['top_p', 'temperature']);
    expect(first.message.text).toBe('Yes.');
    const asked = server.requests.length;
    const second = await replyOf(engine, ask({ sampling }));
    expect(second.leftOut).toEqual(first.leftOut);
    expect(server.requests.length).toBe(asked + 1);
  });

  it('gives an answer that the limit of tokens ended as one', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({ kind: 'answer', text: 'So far', finish: 'length' });
    expect((await replyOf(engine, ask())).finish).toBe('length');
  });
});

describe('what servers of the OpenAI protocol do differently', () => {
  it('tells the tokens of thinking where the server counts them', async () => {
    const { engine, server } = await serveEngine();
    server.say({ kind: 'answer', thinking: 'Hm, well.', text: 'So.' });
    expect((await replyOf(engine, ask())).usage.thinkingTokens).toBe(2);
  });

  it.each(['reasoning_content', 'reasoning', 'text'] as const)('finds the thinking in %s', async (thinkingIn) => {
    const { engine, server } = await serveEngine({ server: { thinkingIn } });
    server.say({ kind: 'answer', thinking: 'Let me see.', text: 'I write <think> in text.' });
    const { message, streamed } = await replyOf(engine, ask());
    expect(message).toMatchObject({ thinking: 'Let me see.', text: 'I write <think> in text.' });
    expect(streamed.thinking.trim()).toBe('Let me see.');
  });

  it.each([
    ['vllm', { chat_template_kwargs: { enable_thinking: true } }],
    ['sglang', { chat_template_kwargs: { enable_thinking: true } }],
    ['llama-server', { chat_template_kwargs: { enable_thinking: true }, thinking_budget_tokens: 500 }],
    ['ollama', { reasoning_effort: 'medium' }],
    ['model-studio', { enable_thinking: true, thinking_budget: 500 }],
    ['openrouter', { reasoning: { max_tokens: 500 } }],
  ] as const)('asks %s for thinking in its own way', async (preset, fields) => {
    const { engine, server } = await serveEngine({ endpoint: { preset, infill: 'none' } });
    server.say({ kind: 'answer', text: 'Yes.' });
    await replyOf(engine, ask({ thinking: { kind: 'on', maxTokens: 500 } }));
    expect(server.requests.at(-1)?.body).toMatchObject(fields);
  });

  it('sends the thinking of the turn back to servers whose templates expect it', async () => {
    const { engine, server } = await serveEngine({ endpoint: { preset: 'vllm', infill: 'none' } });
    server.say({ kind: 'answer', text: 'Yes.' });
    const assistant = (thinking: string, id: string): ChatMessage => ({
      role: 'assistant',
      thinking,
      text: '',
      calls: [{ kind: 'call', id, name: 'read_file', arguments: {} }],
    });
    const messages: ChatMessage[] = [
      { role: 'user', text: 'One.' },
      assistant('old', 'a'),
      { role: 'tool', callId: 'a', text: 'x' },
      { role: 'user', text: 'Two.' },
      assistant('new', 'b'),
      { role: 'tool', callId: 'b', text: 'y' },
    ];
    await replyOf(engine, ask({ messages }));
    const sent = JSON.stringify(server.requests.at(-1)?.body);
    expect(sent).toContain('"reasoning_content":"new"');
    expect(sent).not.toContain('old');
  });

  it('changes from max_tokens to max_completion_tokens when the model wants that', async () => {
    const { engine, server } = await serveEngine({ server: { refuses: ['max_tokens'] } });
    server.say({ kind: 'answer', text: 'Yes.' });
    await replyOf(engine, ask({ maxTokens: 77 }));
    expect(server.requests.at(-1)?.body).toMatchObject({ max_completion_tokens: 77 });
  });
});

describe("what Anthropic's Messages do differently", () => {
  it('knows that there was no thinking, and not how many tokens it took where there was', async () => {
    const { engine, server } = await serveEngine({ endpoint: { preset: 'anthropic' } });
    server.say({ kind: 'answer', text: 'So.' }, { kind: 'answer', thinking: 'Hm.', text: 'So.' });
    expect((await replyOf(engine, ask())).usage.thinkingTokens).toBe(0);
    expect((await replyOf(engine, ask())).usage.thinkingTokens).toBeUndefined();
  });

  const endpoint = { preset: 'anthropic', model: 'claude-haiku-4-5' } as const;

  it('counts what was read from the cache and written to it', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({ kind: 'answer', text: 'Yes.', usage: { prompt: 5000, cached: 4000, written: 800, generated: 3 } });
    expect((await replyOf(engine, ask())).usage).toMatchObject({
      promptTokens: 5000,
      reusedTokens: 4000,
      evaluatedTokens: 1000,
      writtenToCacheTokens: 800,
      generatedTokens: 3,
    });
  });

  it('gives the thinking before a call back with its signature', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    const thinking = { kind: 'on', maxTokens: 2000 } as const;
    server.say(
      { kind: 'answer', thinking: 'I should read it.', calls: [{ name: 'read_file', arguments: {}, id: 'toolu_1' }] },
      { kind: 'answer', text: 'Done.' },
    );
    const first = await replyOf(engine, ask({ thinking, tools: [readTool] }));
    expect(server.requests.at(-1)?.body).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 2000 } });
    const messages: ChatMessage[] = [
      ...ask().messages,
      first.message,
      { role: 'tool', callId: 'toolu_1', text: 'export {};' },
    ];
    await replyOf(engine, ask({ messages, thinking, tools: [readTool] }));
    expect(server.requests.at(-1)?.body['messages']).toMatchObject([
      {},
      {
        content: [
          { type: 'thinking', thinking: 'I should read it.', signature: 'signed(I should read it.)' },
          { type: 'tool_use', id: 'toolu_1' },
        ],
      },
      {},
    ]);
  });

  it('does without thinking in a turn whose thinking it does not have, and says so', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({ kind: 'answer', text: 'Done.' });
    const messages: ChatMessage[] = [
      ...ask().messages,
      { role: 'assistant', thinking: 'x', text: '', calls: [{ kind: 'call', id: 'call-1', name: 'f', arguments: {} }] },
      { role: 'tool', callId: 'call-1', text: '' },
    ];
    const reply = await replyOf(engine, ask({ messages, thinking: { kind: 'on', maxTokens: 2000 } }));
    expect(reply.leftOut).toEqual(['thinking']);
    expect(server.requests.at(-1)?.body).not.toHaveProperty('thinking');
  });

  it('leaves the thinking to a model that takes no budget for it', async () => {
    const { engine, server } = await serveEngine({
      endpoint: { preset: 'anthropic', model: 'claude-new' },
      server: { refuses: ['thinking.budget_tokens'] },
    });
    server.say({ kind: 'answer', text: 'Done.' });
    const reply = await replyOf(engine, ask({ thinking: { kind: 'on', maxTokens: 2000 } }));
    expect(reply.leftOut).toEqual(['budget_tokens']);
    expect(server.requests.at(-1)?.body).toMatchObject({ thinking: { type: 'adaptive' } });
  });

  it('sends no sampling to a model that is known to refuse it', async () => {
    const { engine, server } = await serveEngine({
      endpoint: { preset: 'anthropic', model: 'claude-sonnet-5-5' },
      server: { refuses: ['temperature'] },
    });
    server.say({ kind: 'answer', text: 'Done.' });
    const sampling = { temperature: 0, topP: 1, topK: 0, presencePenalty: 0 };
    expect((await replyOf(engine, ask({ sampling }))).leftOut).toEqual(['top_p', 'temperature']);
    expect(server.requests).toHaveLength(2);
  });
});
