import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { longestContext } from '../../src/models/longestContext.ts';
import { contextStretch } from '../../src/worker/stretchContext.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { engineWith, never, question, smallLoad, temporaryFolder } from './withEngine.ts';

const trainedContextTokens = 1024;
const contextState = {
  attentionBlocks: 1,
  cachedNumbersPerToken: 1,
  recurrentBlocks: 1,
  recurrentNumbersPerSequence: 1,
};
const facts = { trainedContextTokens, originalContextTokens: undefined, contextState };

test('a context is stretched by as much as it exceeds the training, up to what is known to work', () => {
  expect(contextStretch(1024, facts)).toBeUndefined();
  expect(contextStretch(1536, facts)).toEqual({ method: 'yarn', trainedTokens: 1024, factor: 1.5 });
  expect(longestContext(facts)).toBe(4096);
  expect(longestContext({ ...facts, contextState: undefined })).toBe(1024);
  // A file that is stretched to twice its training already.
  expect(contextStretch(2048, { ...facts, originalContextTokens: 512 })).toMatchObject({
    factor: 4,
    trainedTokens: 512,
  });
});

let path: string;
beforeAll(async () => {
  path = join(await temporaryFolder(), 'short.gguf');
  await makeTinyModel(path, { setKeys: { 'qwen35.context_length': { type: 'uint32', value: trainedContextTokens } } });
});

const plain = { ...question, tools: [], maxTokens: 24 };

async function talk(load: Omit<LoadRequest, 'path'>, words: number) {
  const { engine, model } = await engineWith(path, load);
  const messages = [{ role: 'user', text: 'q'.repeat(words) }] as const;
  const { message } = await engine.reply({ ...plain, messages }, () => {}, never);
  await engine.dispose();
  return { model, said: message.text };
}

test('a chat beyond the trained length is stretched, is told so, and computes with other positions', async () => {
  const short = await talk({ ...smallLoad, contextTokens: 1024 }, 400);
  expect(short.model).toMatchObject({ contextTokens: 1023 });
  expect(short.model.place).not.toHaveProperty('stretch');

  const long = await talk({ ...smallLoad, contextTokens: 4096 }, 400);
  expect(long.model).toMatchObject({
    contextTokens: 4095,
    infillContextTokens: 1023,
    place: { stretch: { method: 'yarn', trainedTokens: 1024, factor: 4 }, reductions: [] },
  });
  expect(long.said).not.toBe(short.said);
  expect(long.model.identity).not.toBe(short.model.identity);
  // Beyond the trained length it still answers.
  expect((await talk({ ...smallLoad, contextTokens: 4096 }, 3500)).said).not.toBe('');
});

test('more than four times the trained length is not offered', async () => {
  const { model } = await talk({ ...smallLoad, contextTokens: 262_144 }, 10);
  expect(model).toMatchObject({ contextTokens: 4095, place: { stretch: { factor: 4 } } });
});
