import { join } from 'node:path';
import { LlamaContextSequence } from 'node-llama-cpp';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { LocalEngine, InfillRequest, ModelDescription, ReplyRequest } from '../../src/engine/engine.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { endlessScript } from '../model/script.ts';
import { engineWith, hole, never, question, smallLoad, temporaryFolder } from './withEngine.ts';

let engine: LocalEngine;
let model: ModelDescription;
beforeAll(async () => {
  const path = join(await temporaryFolder(), 'endless.gguf');
  await makeScriptedModel(path, endlessScript);
  ({ engine, model } = await engineWith(path, { ...smallLoad, contextTokens: 400 }));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Fires when the library throws the oldest tokens away to make room. */
function watchContextShift() {
  // What the library does then is internal to it: the test must fail if that goes by another name one day.
  const prototype = LlamaContextSequence.prototype as unknown as { _freeUpSpaceForTokens: () => Promise<void> };
  expect(typeof prototype._freeUpSpaceForTokens).toBe('function');
  return vi.spyOn(prototype, '_freeUpSpaceForTokens');
}

const thinking = (maxTokens: number) => ({ kind: 'on', maxTokens }) as const;

/** A question whose prompt and answer together take `tokens`. Without merges each `q` is a token. */
async function questionOf(tokens: number, request: ReplyRequest): Promise<ReplyRequest> {
  const withText = (text: string): ReplyRequest => ({ ...request, messages: [{ role: 'user', text }] });
  const shortest = await engine.count(withText('q'), never);
  return withText('q'.repeat(1 + tokens - request.maxTokens - shortest));
}

const plain: ReplyRequest = { ...question, tools: [], maxTokens: 60 };

test('a reply that fills the context to the last token is whole, and nothing is thrown away for it', async () => {
  const shift = watchContextShift();
  const request = await questionOf(model.contextTokens, plain);
  for (let round = 0; round < 2; round += 1) {
    const { message, usage } = await engine.reply(request, () => {}, never);
    expect(message.text).toBe('xy'.repeat(30));
    expect(usage.promptTokens + usage.generatedTokens).toBe(model.contextTokens);
  }
  expect(shift).not.toHaveBeenCalled();
});

test('one token more is refused', async () => {
  const request = await questionOf(model.contextTokens + 1, plain);
  await expect(engine.reply(request, () => {}, never)).rejects.toMatchObject({
    code: 'context-overflow',
    data: { reservedTokens: 60, contextTokens: model.contextTokens },
  });
});

test('an infill that fills its context to the last token is whole, and nothing is thrown away for it', async () => {
  const shift = watchContextShift();
  const { promptTokens } = (await engine.infill({ ...hole, prefix: '', maxTokens: 1 }, () => {}, never)).usage;
  const room = model.infillContextTokens - 20 - promptTokens;
  const request: InfillRequest = { ...hole, prefix: 'q'.repeat(room), maxTokens: 20 };
  const { text, usage } = await engine.infill(request, () => {}, never);
  expect(text).toBe('xy'.repeat(10));
  expect(usage.promptTokens + usage.generatedTokens).toBe(model.infillContextTokens);
  expect(shift).not.toHaveBeenCalled();
  const longer = { ...request, prefix: `${request.prefix}q` };
  await expect(engine.infill(longer, () => {}, never)).rejects.toMatchObject({ code: 'context-overflow' });
});

test.each([1, 2, 3, 4, 10, 58, 59, 60, 100])(
  'with a thinking budget of %i an answer keeps to its tokens and to the context',
  async (budget) => {
    const shift = watchContextShift();
    const request = await questionOf(model.contextTokens, { ...plain, thinking: thinking(budget) });
    const { message, usage, finish } = await engine.reply(request, () => {}, never);
    expect(usage.generatedTokens).toBe(60);
    expect(finish).toBe('length');
    expect(message.thinking).toMatch(/^(tu)*t?$/);
    expect(message.text).toMatch(/^(xy)*x?$/);
    if (budget <= 10) expect(message.thinking).toHaveLength(budget);
    expect(shift).not.toHaveBeenCalled();
  },
);
