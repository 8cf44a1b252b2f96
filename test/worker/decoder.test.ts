import { join } from 'node:path';
import fc from 'fast-check';
import { LlamaLogLevel, getLlama } from 'node-llama-cpp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelVocabulary, readVocabulary } from '../../src/worker/modelVocabulary.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { temporaryFolder } from './withEngine.ts';

/** In this vocabulary nearly every byte is a token of its own, so that characters are spread over tokens. */
let vocabulary: ModelVocabulary;

beforeAll(async () => {
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
  afterAll(() => llama.dispose());
  const path = join(await temporaryFolder(), 'tiny.gguf');
  await makeTinyModel(path);
  vocabulary = readVocabulary(await llama.loadModel({ modelPath: path }));
});

function decode(tokens: ReturnType<ModelVocabulary['encode']>): string {
  const decoder = vocabulary.newDecoder();
  return tokens
    .flatMap((token) => decoder.add(token))
    .map(({ text }) => text)
    .join('');
}

test('text of whole characters comes out as it went in, and never with half a character in between', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      expect(decode(vocabulary.encode(`${text}.`))).toBe(`${text}.`);
    }),
    { numRuns: 300 },
  );
});

test('a broken character costs itself, not the whole one after it', () => {
  const goose = vocabulary.encode('\u{1FABF}');
  expect(goose.length).toBeGreaterThan(2);
  expect(decode([...goose.slice(0, 2), ...vocabulary.encode('\u{1FABF} ok')])).toMatch(/^\uFFFD+\u{1FABF} ok$/u);
});

test('a control token ends what was broken', () => {
  const think = vocabulary.controlId('</think>');
  const [first] = vocabulary.encode('\u{1FABF}');
  if (think === undefined || first === undefined) throw new Error('the vocabulary lacks what this test needs');
  const decoder = vocabulary.newDecoder();
  expect(decoder.add(first)).toEqual([]);
  // The id comes from this vocabulary.
  expect(decoder.add(think as typeof first)).toEqual([
    { kind: 'text', text: '\uFFFD' },
    { kind: 'control', text: '</think>' },
  ]);
});
