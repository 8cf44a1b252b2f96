/** The official SDKs against our server, with the real worker behind it: answers and counts are the engine's own. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { ReplyRequest } from '../../src/engine/engine.ts';
import type { SupervisedEngine } from '../../src/engine/supervisedEngine.ts';
import { type ModelServer, startModelServer } from '../../src/serving/startModelServer.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { infillScript, toolCallScript } from '../model/script.ts';
import { buildWorker, forkedEngine } from './forkedEngine.ts';
import { hole, never, question, smallLoad, temporaryFolder } from './withEngine.ts';

const starter = fileURLToPath(new URL('../../media/models/starter.gguf', import.meta.url));
const key = 'worker-test-key';
const model = 'parity';

let engine: SupervisedEngine;
let server: ModelServer;
let openAi: OpenAI;
let anthropic: Anthropic;
const asked: ReplyRequest[] = [];

beforeAll(async () => {
  ({ engine } = forkedEngine(await buildWorker()));
  server = await startModelServer({
    model: {
      engine: {
        ...engine,
        reply(request, onPart, signal) {
          asked.push(request);
          return engine.reply(request, onPart, signal);
        },
      },
      describe: () => (engine.state.kind === 'failed' ? undefined : engine.state.model),
      names: () => [model],
    },
    key: () => key,
    port: 0,
    clock: systemClock,
    log: silentLog,
  });
  openAi = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: key, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: server.url, apiKey: key, maxRetries: 0 });
  afterAll(async () => {
    await server.close();
    await engine.dispose();
  });
});

/** As the engine itself counts the prompt that it was asked last. */
function countLast(): Promise<number> {
  const last = asked.at(-1);
  if (last === undefined) throw new Error('nothing was asked');
  return engine.count(last, never);
}

describe('a scripted model', () => {
  const [tool] = question.tools;
  if (tool === undefined) throw new Error('the question has a tool');
  const user = { role: 'user', content: 'What does README.md say?' } as const;

  beforeAll(async () => {
    const path = join(await temporaryFolder(), 'tool.gguf');
    await makeScriptedModel(path, [...toolCallScript, ...infillScript]);
    await engine.load({ ...smallLoad, path }, () => {}, never);
  });

  test('calls a tool for the openai package, whose second turn finds the first one still read', async () => {
    const tools = [{ type: 'function' as const, function: tool }];
    const sampling = { temperature: 0, max_tokens: 64 };
    const first = await openAi.chat.completions.create({ model, messages: [user], tools, ...sampling });
    const [choice] = first.choices;
    expect(choice).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: 'I will read the file.',
        tool_calls: [{ type: 'function', function: { name: 'read_file', arguments: '{"path":"README.md"}' } }],
      },
    });
    expect(first.usage?.prompt_tokens).toBe(await countLast());
    const [call] = choice?.message.tool_calls ?? [];
    if (choice === undefined || call === undefined) throw new Error('there is no call');
    const result = { role: 'tool' as const, tool_call_id: call.id, content: '# Hi' };
    const second = await openAi.chat.completions.create({
      model,
      messages: [user, choice.message, result],
      tools,
      ...sampling,
    });
    expect(second.usage?.prompt_tokens).toBe(await countLast());
    const spent = (first.usage?.prompt_tokens ?? 0) + (first.usage?.completion_tokens ?? 0);
    // All but the token that ended the turn, and the line it is read with.
    expect(second.usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(spent - 8);
  });

  test('thinks and streams for the Anthropic package, with the same counts', async () => {
    const answer = await anthropic.messages
      .stream({
        model,
        max_tokens: 1100,
        thinking: { type: 'enabled', budget_tokens: 1024 },
        messages: [user],
        tools: [{ name: tool.name, description: tool.description, input_schema: { type: 'object' } }],
      })
      .finalMessage();
    expect(answer.content).toMatchObject([
      { type: 'thinking', thinking: 'I should look at the file.' },
      { type: 'text', text: 'I will read the file.' },
      { type: 'tool_use', name: 'read_file', input: { path: 'README.md' } },
    ]);
    const { input_tokens: read, cache_read_input_tokens: reused } = answer.usage;
    expect(read + (reused ?? 0)).toBe(await countLast());
  });

  test('stops at a text that is named, and counts what it wrote until then', async () => {
    const plain = { model, messages: [user], max_tokens: 64, temperature: 0 };
    const stopped = await openAi.chat.completions.create({ ...plain, stop: ['the file'] });
    expect(stopped.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'I will read' } });
    expect(stopped.usage?.completion_tokens).toBe(2);
    const message = await anthropic.messages.create({ ...plain, stop_sequences: ['nothing', ' read'] });
    expect(message).toMatchObject({
      stop_reason: 'stop_sequence',
      stop_sequence: ' read',
      content: [{ type: 'text', text: 'I will' }],
    });
    const filled = await openAi.completions.create({ model, prompt: 'x =', suffix: '\n', stop: [' b', '```'] });
    expect(filled.choices[0]).toMatchObject({ text: ' a +', finish_reason: 'stop' });
  });

  test('refuses what does not fit with the true numbers, before anything is written', async () => {
    const long = { role: 'user' as const, content: 'x '.repeat(4000) };
    const chat = openAi.chat.completions.create({ model, messages: [long], max_tokens: 64, stream: true });
    await expect(chat).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded' });
    const prompt = await countLast();
    await expect(chat).rejects.toThrow(`you requested ${prompt + 64} tokens (${prompt} in the messages`);
  });
});

test('the starter model completes a line for the openai package as it does by itself', async () => {
  await engine.load({ ...smallLoad, path: starter }, () => {}, never);
  const prefix = 'let total = 0;\nfor (let i = 0; i < items.length; i';
  const suffix = '\n  total += items[i];\n}\n';
  const alone = await engine.infill({ ...hole, path: '', prefix, suffix }, () => {}, never);
  expect(alone.text).toMatch(/^\+\+/);
  const served = await openAi.completions.create({ model, prompt: prefix, suffix, stop: '\n', max_tokens: 16 });
  expect(served.choices[0]?.text).toBe(alone.text);
  expect(served.usage).toMatchObject({
    prompt_tokens: alone.usage.promptTokens,
    completion_tokens: alone.usage.generatedTokens,
  });
});
