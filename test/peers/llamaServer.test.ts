/**
 * Our engine against a real llama-server with models of ours. `npm run test:peers`: builds the server once, so it is no
 * part of `npm test`.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointSetting } from '../../src/base/endpointSchema.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { resolveEndpoint } from '../../src/providers/endpoint.ts';
import { httpFetch } from '../../src/providers/httpFetch.ts';
import { type ServerEngine, createServerEngine } from '../../src/providers/serverEngine.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { greetingScript, infillScript, toolCallScript } from '../model/script.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import { ask, hole, never, readTool, replyOf } from '../providers/serverFixture.ts';
import { places } from '../vscode/places.ts';
import { type LlamaServer, startLlamaServer } from './llamaServer.ts';

const folder = temporaryFolder();
const open: { stop(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of open) await one.stop();
});

function engineOn({ url }: LlamaServer, setting: Partial<EndpointSetting> = {}): ServerEngine {
  const engine = createServerEngine({
    endpoint: resolveEndpoint({ id: 'peer', preset: 'llama-server', url, model: 'any', ...setting }),
    fetch: httpFetch,
    isOffline: () => true,
    key: async () => undefined,
    clock: systemClock,
    log: silentLog,
  });
  open.push({ stop: () => engine.dispose() });
  return engine;
}

async function serve(model: string, flags: readonly string[] = []): Promise<LlamaServer> {
  const server = await startLlamaServer(model, flags);
  open.unshift(server);
  return server;
}

describe('the starter model', () => {
  let server: LlamaServer;
  beforeAll(async () => {
    server = await serve(join(places.root, 'media/models/starter.gguf'), ['--ctx-size', '2048']);
  }, 900_000);

  it('tells its context, and that it can infill', async () => {
    const engine = engineOn(server);
    await engine.connect();
    expect(engine.state).toMatchObject({
      kind: 'ready',
      model: { contextTokens: 2048, capabilities: { infill: 'block' }, place: { isThisMachine: true } },
    });
  });

  it.each([
    ['/infill', { infill: 'infill' }],
    ['/v1/completions with the control tokens', { infill: 'prompt' }],
  ] as const)('fills a hole over %s', async (_, { infill }) => {
    const engine = engineOn(server, infill === 'prompt' ? { preset: 'custom', infill } : {});
    const request = hole({
      prefix: 'function add(a: number, b: number): number {\n  return ',
      suffix: '\n}\n',
      maxTokens: 16,
    });
    const { text, usage } = await engine.infill(request, () => {}, never);
    expect(text).not.toBe('');
    expect(text).not.toContain('\n');
    expect(usage.promptTokens).toBeGreaterThan(5);
  });

  it('reuses what it has read', async () => {
    const engine = engineOn(server);
    const prefix = `${'const one = 1;\n'.repeat(40)}const two = `;
    const stop = { kind: 'block', indentColumns: 0, tabColumns: 2, maxLines: 2 } as const;
    await engine.infill(hole({ prefix, suffix: '', stop, maxTokens: 4 }), () => {}, never);
    const { usage } = await engine.infill(hole({ prefix, suffix: '', stop, maxTokens: 4 }), () => {}, never);
    expect(usage.promptTokens).toBeGreaterThan(100);
  });
});

describe('a scripted chat model with the template of Qwen 3.5', () => {
  it('answers, with thinking, and counts as it reads', async () => {
    const model = join(folder, 'greeting.gguf');
    await makeScriptedModel(model, [...greetingScript, ...infillScript], 'Greeting');
    const engine = engineOn(await serve(model, ['--ctx-size', '8192']));
    const request = ask({ thinking: { kind: 'on', maxTokens: 200 }, maxTokens: 400 });
    const counted = await engine.count(request, never);
    const reply = await replyOf(engine, request);
    expect(reply.message).toMatchObject({
      thinking: expect.stringContaining('I should answer briefly.'),
      text: expect.stringContaining('Hello from the'),
    });
    expect(reply.usage.promptTokens).toBe(counted);
    expect(reply.parts.some(({ kind }) => kind === 'prefill')).toBe(true);
  }, 120_000);

  it('is told how long a prompt is that does not fit', async () => {
    const model = join(folder, 'greeting.gguf');
    const engine = engineOn(await serve(model, ['--ctx-size', '1024']));
    const long = ask({ messages: [{ role: 'user', text: 'word '.repeat(3000) }] });
    await expect(replyOf(engine, long)).rejects.toMatchObject({
      code: 'context-overflow',
      data: { contextTokens: 1024 },
    });
  }, 120_000);

  it('calls a tool', async () => {
    const model = join(folder, 'toolCall.gguf');
    await makeScriptedModel(model, toolCallScript, 'ToolCall');
    const engine = engineOn(await serve(model, ['--ctx-size', '8192']));
    const reply = await replyOf(engine, ask({ tools: [readTool], maxTokens: 400 }));
    expect(reply.message.calls).toMatchObject([{ kind: 'call', name: 'read_file', arguments: { path: 'README.md' } }]);
  }, 120_000);
});
