import { beforeAll, describe, expect, test } from 'vitest';
import type { LocalEngine, ModelDescription, ReplyPart } from '../../src/engine/engine.ts';
import type { ChatMessage } from '../../src/engine/message.ts';
import { toolList } from '../../src/tools/toolList.ts';
import { toolSpecification } from '../../src/tools/toolSpecification.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { silentLog } from '../../src/base/log.ts';
import { hole, never } from './withEngine.ts';

/** PARITY_TEST_MODEL=/path/to/Qwen3.5-….gguf turns these on: what only a real Qwen 3.5 can show. */
const path = process.env['PARITY_TEST_MODEL'];

describe.skipIf(path === undefined)('a real Qwen 3.5 (PARITY_TEST_MODEL)', () => {
  let engine: LocalEngine;
  let model: ModelDescription;
  beforeAll(async () => {
    engine = createLlamaEngine(silentLog);
    model = await engine.load({ path: path ?? '', contextTokens: 8192, threads: 0, gpu: 'auto' }, () => {}, never);
    return () => engine.dispose();
  }, 600_000);

  const greedy = { temperature: 0, topP: 1, topK: 0, presencePenalty: 0 } as const;
  const system = 'You are a coding assistant. Use tools to read files.';
  const tools = toolList.map(toolSpecification);
  const readIt: ChatMessage = {
    role: 'user',
    text: 'Read the file src/main.ts with a tool and tell me what it prints.',
  };

  test('chats, uses tools and can think', () => {
    expect(model.capabilities).toEqual({ infill: 'block', chat: true, tools: true, thinking: true });
  });

  test('fills a hole with code that fits', async () => {
    const { text } = await engine.infill({ ...hole, maxTokens: 24 }, () => {}, never);
    expect(text).toMatch(/a\s*\+\s*b/);
  }, 600_000);

  test('answers without thinking when thinking is off', async () => {
    const messages: ChatMessage[] = [{ role: 'user', text: 'What is 2 + 3? Answer with the number only.' }];
    const request = {
      system: '',
      messages,
      tools: [],
      thinking: { kind: 'off' },
      maxTokens: 32,
      sampling: greedy,
    } as const;
    const { message } = await engine.reply(request, () => {}, never);
    expect(message.thinking).toBe('');
    expect(message.text).toContain('5');
  }, 600_000);

  test('thinks when thinking is on, and its thinking ends in an answer', async () => {
    const messages: ChatMessage[] = [{ role: 'user', text: 'Is 91 a prime number? Answer yes or no.' }];
    const parts: ReplyPart[] = [];
    const thinking = { kind: 'on', maxTokens: 512 } as const;
    const request = { system: '', messages, tools: [], thinking, maxTokens: 1024, seed: 1 };
    const { message } = await engine.reply(request, (part) => parts.push(part), never);
    expect(message.thinking.length).toBeGreaterThan(0);
    expect(message.text).toMatch(/no/i);
  }, 900_000);

  test('calls a tool, and goes on from its result with most of the prompt reused', async () => {
    const request = {
      system,
      messages: [readIt],
      tools,
      thinking: { kind: 'off' },
      maxTokens: 256,
      sampling: greedy,
    } as const;
    const { message } = await engine.reply(request, () => {}, never);
    expect(message.calls).toMatchObject([{ kind: 'call', name: 'read_file' }]);
    const [call] = message.calls;
    const result: ChatMessage = { role: 'tool', callId: call?.id ?? '', text: 'console.log("heliotrope");' };
    const next = await engine.reply({ ...request, messages: [readIt, message, result] }, () => {}, never);
    expect(next.message.text).toContain('heliotrope');
    expect(next.usage.evaluatedTokens).toBeLessThan(next.usage.promptTokens / 4);
  }, 900_000);
});
