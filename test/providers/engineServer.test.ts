import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { resolveEndpoint } from '../../src/providers/endpoint.ts';
import { httpFetch } from '../../src/providers/httpFetch.ts';
import { createServerEngine } from '../../src/providers/serverEngine.ts';
import { createScriptedEngine } from '../engine/scriptedEngine.ts';
import type { Answer } from './answer.ts';
import { type EngineServerOptions, startEngineServer } from './engineServer.ts';
import { ask, never, protocols, readTool, replyOf } from './serverFixture.ts';

const words = 'The file exports one function, and nothing else.';

async function serve(preset: 'custom' | 'anthropic', options: Partial<EngineServerOptions> = {}) {
  const scripted = createScriptedEngine({ replies: [{ repeats: true, steps: [{ text: words }] }] });
  const server = await startEngineServer({ engine: scripted, model: 'claude-haiku-4-5', key: 'k', ...options });
  const url = `${server.url}${preset === 'anthropic' ? '' : '/v1'}`;
  const engine = createServerEngine({
    endpoint: resolveEndpoint({ id: 'api', preset, url, model: 'claude-haiku-4-5' }),
    fetch: httpFetch,
    isOffline: () => false,
    key: async () => 'k',
    clock: systemClock,
    log: silentLog,
  });
  onTestFinished(async () => {
    await engine.dispose();
    await server.close();
  });
  return { scripted, server, engine };
}

const refusal = (status: number, code?: string): Answer => ({
  kind: 'refusal',
  status,
  headers: { 'retry-after': '0' },
  ...(code === undefined ? {} : { code }),
});

describe.each(protocols)('an engine behind a server of $name', ({ endpoint: { preset } }) => {
  it('answers with its own counts', async () => {
    const { scripted, engine } = await serve(preset);
    const request = ask({ tools: [readTool] });
    const alone = await scripted.reply(request, () => {}, never);
    const served = await replyOf(engine, request);
    expect(served.message).toEqual(alone.message);
    const { promptTokens, reusedTokens, generatedTokens } = alone.usage;
    expect(served.usage).toMatchObject({ promptTokens, reusedTokens, generatedTokens });
    expect(served.usage.promptTokens).toBe(await scripted.count(request, never));
  });

  it.each([
    ['429', refusal(429)],
    ['500', refusal(500)],
    ['529', refusal(529)],
  ])('answers after %s that bids to wait', async (_, fault) => {
    const { engine } = await serve(preset, { faults: [fault] });
    const reply = await replyOf(engine, ask());
    expect(reply.parts[0]).toMatchObject({ kind: 'retrying' });
    expect(reply.message.text).toBe(words);
  });

  it.each([
    ['401', refusal(401), 'provider-auth'],
    ['402', refusal(402), 'provider-quota'],
    ['429 of an empty account', refusal(429, 'insufficient_quota'), 'provider-quota'],
  ])('stands behind %s', async (_, fault, code) => {
    const { engine } = await serve(preset, { faults: [fault] });
    await expect(replyOf(engine, ask())).rejects.toMatchObject({ code });
    expect((await replyOf(engine, ask())).message.text).toBe(words);
  });

  it('is cut off in the middle of its own words', async () => {
    const { engine } = await serve(preset, { faults: [{ kind: 'fault', fault: 'cut', afterEvents: 6 }] });
    let begun = '';
    const reply = engine.reply(ask(), (part) => (begun += part.kind === 'text' ? part.text : ''), never);
    await expect(reply).rejects.toMatchObject({ code: 'provider-network', data: { problem: 'cut' } });
    expect(words.startsWith(begun)).toBe(true);
    expect(begun.length).toBeGreaterThan(0);
  });

  it('stalls in the middle of its own words, until it is given up', async () => {
    const { engine, server } = await serve(preset, { faults: [{ kind: 'fault', fault: 'stall', afterEvents: 6 }] });
    const controller = new AbortController();
    const aborted = server.nextAbort();
    const reply = engine.reply(
      ask(),
      (part) => (part.kind === 'text' ? controller.abort() : undefined),
      controller.signal,
    );
    await expect(reply).rejects.toMatchObject({ name: 'AbortError' });
    await aborted;
  });

  it('stalls before its first word, until it is given up', async () => {
    const { engine, server } = await serve(preset, { faults: [{ kind: 'fault', fault: 'stall', afterEvents: 0 }] });
    const controller = new AbortController();
    const parts: unknown[] = [];
    const reply = engine.reply(ask(), (part) => parts.push(part), controller.signal);
    const aborted = server.nextAbort();
    await expect.poll(() => server.requests.filter(({ method }) => method === 'POST').length).toBe(1);
    controller.abort();
    await expect(reply).rejects.toMatchObject({ name: 'AbortError' });
    await aborted;
    expect(parts).toEqual([]);
  });

  it('is asked without the sampling that its API forbids', async () => {
    const { scripted, engine } = await serve(preset, { refuses: ['temperature', 'top_p'] });
    const sampling = { temperature: 0, topP: 0.9, topK: 0, presencePenalty: 0 };
    const reply = await replyOf(engine, ask({ sampling }));
    expect(reply.leftOut).toEqual(expect.arrayContaining(['temperature', 'top_p']));
    expect(scripted.requests.at(-1)?.sampling).toBeUndefined();
  });

  it('says in the protocol’s words that a prompt is too long', async () => {
    const data = { promptTokens: 9000, reservedTokens: 4096, contextTokens: 8192 };
    const { engine } = await serve(preset, { engine: overflowing(data) });
    await expect(replyOf(engine, ask())).rejects.toMatchObject({ code: 'context-overflow', data });
  });
});

function overflowing(data: { promptTokens: number; reservedTokens: number; contextTokens: number }) {
  const fail = (): never => {
    throw new AppError('context-overflow', data);
  };
  return createScriptedEngine({ replies: [{ repeats: true, steps: [{ hook: fail }] }] });
}
