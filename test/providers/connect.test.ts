import { describe, expect, it } from 'vitest';
import type { EngineState } from '../../src/engine/statefulEngine.ts';
import { httpFetch } from '../../src/providers/httpFetch.ts';
import { ask, modelName, never, readTool, replyOf, serveEngine } from './serverFixture.ts';

describe('connecting', () => {
  it.each([
    ['vllm', { id: modelName, max_model_len: 65_536 }, 65_536],
    ['openrouter', { id: modelName, context_length: 262_144 }, 262_144],
    ['anthropic', { id: modelName, max_input_tokens: 1_000_000 }, 1_000_000],
    ['lm-studio', { id: modelName, loaded_context_length: 8192 }, 8192],
    ['openai', { id: modelName }, 272_000],
  ] as const)('learns from %s how large the context is', async (preset, model, contextTokens) => {
    const { engine } = await serveEngine({ endpoint: { preset, infill: 'none' }, server: { models: [model] } });
    await engine.connect();
    expect(engine.state).toMatchObject({ kind: 'ready', model: { name: modelName, contextTokens } });
  });

  it('asks llama-server for its properties', async () => {
    const { engine, server } = await serveEngine({
      endpoint: { preset: 'llama-server' },
      server: { kind: 'llama-server' },
    });
    server.say({ kind: 'answer', text: '1' });
    await engine.connect();
    expect(engine.state).toMatchObject({
      kind: 'ready',
      model: {
        contextTokens: 4096,
        capabilities: { infill: 'block', chat: true, tools: true, thinking: true },
        place: { kind: 'remote', url: `${server.url}/v1`, isThisMachine: true },
      },
    });
  });

  it('believes the user more than the server', async () => {
    const { engine } = await serveEngine({
      endpoint: { preset: 'vllm', infill: 'none', contextTokens: 2048 },
      server: { models: [{ id: modelName, max_model_len: 65_536 }] },
    });
    await engine.connect();
    expect(engine.state).toMatchObject({ model: { contextTokens: 2048 } });
  });

  it('names the models that there are when the one it asks for is not among them', async () => {
    const { engine } = await serveEngine({
      endpoint: { preset: 'vllm', model: 'qwen-typo' },
      server: { models: [{ id: 'qwen3.5-4b' }, { id: 'qwen3.5-9b' }] },
    });
    await engine.connect();
    expect(engine.state).toMatchObject({
      kind: 'failed',
      error: { code: 'model-not-served', data: { model: 'qwen-typo', served: ['qwen3.5-4b', 'qwen3.5-9b'] } },
    });
  });

  it.each([
    ['ollama', 'qwen3.5', 'qwen3.5:latest'],
    ['openrouter', 'qwen/qwen3.5-9b:free', 'qwen/qwen3.5-9b'],
    ['anthropic', 'claude-haiku-4-5', 'claude-haiku-4-5-20251001'],
  ] as const)('knows the names of %s: %s', async (preset, model, id) => {
    const { engine } = await serveEngine({ endpoint: { preset, model, infill: 'none' }, server: { models: [{ id }] } });
    await engine.connect();
    expect(engine.state.kind).toBe('ready');
  });

  it('tries a server again that could not be reached, and later each time', async () => {
    let isDown = true;
    const { engine, clock } = await serveEngine({
      ports: {
        fetch: (input, init) => (isDown ? Promise.reject(new TypeError('fetch failed')) : httpFetch(input, init)),
      },
    });
    const states: EngineState['kind'][] = [];
    engine.onState(({ kind }) => states.push(kind));
    await engine.connect();
    clock.advance(5000);
    await expect.poll(() => states).toEqual(['loading', 'failed', 'loading', 'failed']);
    clock.advance(5000);
    isDown = false;
    clock.advance(5000);
    await expect.poll(() => states.slice(4)).toEqual(['loading', 'ready']);
  });

  it('does not try a wrong key again by itself, and a request does', async () => {
    let key = 'wrong';
    const { engine, server, clock } = await serveEngine({ server: { key: 'right' }, ports: { key: async () => key } });
    server.say({ kind: 'answer', text: 'Welcome.' });
    await engine.connect();
    clock.advance(3_600_000);
    expect(server.requests).toHaveLength(1);
    await expect(replyOf(engine, ask())).rejects.toMatchObject({ code: 'provider-auth' });
    key = 'right';
    expect((await replyOf(engine, ask())).message.text).toBe('Welcome.');
  });

  it('ends what is pending when the engine is disposed of', async () => {
    const { engine, server } = await serveEngine();
    await engine.connect();
    server.say({ kind: 'fault', fault: 'stall' });
    const reply = engine.reply(ask(), ({ kind }) => (kind === 'text' ? void engine.dispose() : undefined), never);
    await expect(reply).rejects.toMatchObject({ code: 'engine-closed' });
    await expect(engine.count(ask(), never)).rejects.toMatchObject({ code: 'engine-closed' });
  });
});

describe('counting the tokens of a prompt', () => {
  it.each(['llama-server', 'vllm'] as const)('is done by %s itself', async (preset) => {
    const { engine, server } = await serveEngine({ endpoint: { preset, infill: 'none' }, server: { kind: preset } });
    const count = await engine.count(ask({ tools: [readTool] }), never);
    expect(server.requests.at(-1)?.path).toBe('/tokenize');
    expect(count).toBeGreaterThan(10);
    expect(engine.state).not.toHaveProperty('model.isCountEstimated');
  });

  it('is a guess elsewhere, which learns from the server', async () => {
    const { engine, server } = await serveEngine();
    const long = ask({ messages: [{ role: 'user', text: 'word '.repeat(4000) }] });
    const guess = await engine.count(long, never);
    expect(guess).toBeGreaterThan(4000);
    expect(engine.state).toMatchObject({ model: { isCountEstimated: true } });
    server.say({ kind: 'answer', text: 'Yes.', usage: { prompt: 4010 } });
    await replyOf(engine, long);
    expect(await engine.count(long, never)).toBe(4010);
    expect(server.requests.every(({ path }) => path !== '/tokenize')).toBe(true);
  });

  it('is a guess where a server of that kind does not do it after all', async () => {
    const { engine, server } = await serveEngine({ endpoint: { preset: 'vllm', infill: 'none' } });
    expect(await engine.count(ask(), never)).toBeGreaterThan(5);
    expect(await engine.count(ask(), never)).toBeGreaterThan(5);
    expect(server.requests.filter(({ path }) => path === '/tokenize')).toHaveLength(1);
  });
});
