import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LocalEngine, ReplyPart } from '../../src/engine/engine.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { greetingScript, infillScript, toolCallScript } from '../model/script.ts';
import { engineWith, hole, never, question, smallLoad, temporaryFolder } from './withEngine.ts';

const starter = fileURLToPath(new URL('../../media/models/starter.gguf', import.meta.url));

describe('a model that greets', () => {
  let engine: LocalEngine;
  beforeAll(async () => {
    const path = join(await temporaryFolder(), 'greeting.gguf');
    await makeScriptedModel(path, [...greetingScript, ...infillScript]);
    ({ engine } = await engineWith(path));
  });

  test('answers without thinking when thinking is off', async () => {
    const parts: ReplyPart[] = [];
    const { message, finish, usage } = await engine.reply(question, (part) => parts.push(part), never);
    expect(message).toEqual({ role: 'assistant', thinking: '', text: 'Hello from the scripted **model**.', calls: [] });
    expect(finish).toBe('end');
    expect(usage.generatedTokens).toBe(3);
    const last = parts.filter((part) => part.kind === 'prefill').at(-1);
    expect(last?.totalTokens).toBe(usage.promptTokens);
    expect(parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('')).toBe(message.text);
  });

  test('thinks first when thinking is on, and both are told apart', async () => {
    const request = { ...question, thinking: { kind: 'on', maxTokens: 32 } } as const;
    const { message } = await engine.reply(request, () => {}, never);
    expect(message).toMatchObject({
      thinking: 'I should answer briefly.',
      text: 'Hello from the scripted **model**.',
    });
  });

  test('must answer once its thinking budget is spent', async () => {
    const request = { ...question, thinking: { kind: 'on', maxTokens: 1 } } as const;
    const { message } = await engine.reply(request, () => {}, never);
    expect(message.thinking).toBe('I should answer briefly.');
    expect(message.text).toBe('Hello from the scripted **model**.');
  });

  test('is cut off at the token limit, and says so', async () => {
    const { message, finish } = await engine.reply({ ...question, maxTokens: 2 }, () => {}, never);
    expect(finish).toBe('length');
    expect(message.text).toBe('Hello from the scripted');
  });

  test('fills a hole and ends by itself', async () => {
    const texts: string[] = [];
    const { text, finish } = await engine.infill(hole, (sofar) => texts.push(sofar), never);
    expect({ text, finish }).toEqual({ text: ' a + b;', finish: 'end' });
    expect(texts).toEqual([' a + b;']);
  });

  test('counts the prompt as reply lays it out', async () => {
    const counted = await engine.count(question, never);
    const { usage } = await engine.reply(question, () => {}, never);
    expect(counted).toBe(usage.promptTokens);
  });

  test('refuses a conversation that does not fit, with the numbers', async () => {
    const text = 'x '.repeat(4000);
    const messages = [{ role: 'user', text }] as const;
    await expect(engine.reply({ ...question, messages }, () => {}, never)).rejects.toMatchObject({
      code: 'context-overflow',
      data: { reservedTokens: 64, contextTokens: 4095 },
    });
    await expect(engine.infill({ ...hole, prefix: text }, () => {}, never)).rejects.toMatchObject({
      code: 'context-overflow',
    });
  });
});

test('a tool call is read from real tokens and its result continues the conversation', async () => {
  const path = join(await temporaryFolder(), 'tool.gguf');
  await makeScriptedModel(path, toolCallScript);
  const { engine } = await engineWith(path);
  const { message, finish } = await engine.reply(question, () => {}, never);
  expect(finish).toBe('calls');
  expect(message.text).toBe('I will read the file.');
  expect(message.calls).toMatchObject([{ kind: 'call', name: 'read_file', arguments: { path: 'README.md' } }]);

  const [call] = message.calls;
  const messages = [...question.messages, message, { role: 'tool', callId: call?.id ?? '', text: '# Hi' } as const];
  const next = await engine.reply({ ...question, messages }, () => {}, never);
  expect(next.usage.reusedTokens).toBeGreaterThan(next.usage.evaluatedTokens);
});

describe('the starter model', () => {
  let engine: LocalEngine;
  beforeAll(async () => {
    const loaded = await engineWith(starter);
    ({ engine } = loaded);
    expect(loaded.model.capabilities).toEqual({ infill: 'line', chat: false, tools: false, thinking: false });
  });

  test('completes a line of code that only a trained model can', async () => {
    const prefix = 'let total = 0;\nfor (let i = 0; i < items.length; i';
    const request = { ...hole, path: 'a.js', prefix, suffix: '\n  total += items[i];\n}\n' };
    const { text } = await engine.infill(request, () => {}, never);
    expect(text).toMatch(/^\+\+/);
  });

  test('says that it cannot chat', async () => {
    await expect(engine.reply(question, () => {}, never)).rejects.toMatchObject({ code: 'chat-unsupported' });
  });
});

test('before a model is loaded, requests say so; loading the same model again is free; a missing file is named', async () => {
  const { engine, model } = await engineWith(starter);
  const started: string[] = [];
  const load = { ...smallLoad, path: starter };
  expect(await engine.load(load, ({ stage }) => started.push(stage), never)).toEqual(model);
  expect(started).toEqual([]);
  await expect(engine.load({ ...load, path: '/nowhere.gguf' }, () => {}, never)).rejects.toMatchObject({
    code: 'model-missing',
    data: { path: '/nowhere.gguf' },
  });
  await expect(engine.infill(hole, () => {}, never)).rejects.toMatchObject({ code: 'no-model' });
});

test.each([
  ['does not parse', '{% if tools %}'],
  ['refuses every conversation', "{{ raise_exception('no system prompt, please') }}"],
])('a model whose chat template %s still completes code, and says why it cannot chat', async (_name, template) => {
  const path = join(await temporaryFolder(), 'template.gguf');
  await makeTinyModel(path, { template });
  const { engine, model } = await engineWith(path);
  expect(model.capabilities).toEqual({ infill: 'block', chat: false, tools: false, thinking: false });
  expect(model.chatProblem).toBeTruthy();
  await expect(engine.reply(question, () => {}, never)).rejects.toMatchObject({ code: 'chat-unsupported' });
  expect((await engine.infill(hole, () => {}, never)).usage.promptTokens).toBeGreaterThan(0);
});
