import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { makeScriptedModel } from './makeScriptedModel.ts';
import { type TinyModelOptions, makeTinyModel } from './makeTinyModel.ts';
import { greetingScript, infillScript, toolCallScript } from './script.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { officialTemplate, qwenVocabularyModel } from './vendoredLlama.ts';
import { qwenAddedTokens, smallVocabulary, tokenId } from './vocabulary.ts';
import { spellInBpeAlphabet } from './bpeAlphabet.ts';
import { float16Bits } from './float16.ts';
import { writeGguf } from './ggufWriter.ts';

const folder = temporaryFolder();
const inFolder = (name: string): string => join(folder, name);
const check = (path: string): ReturnType<typeof checkModelFile> => checkModelFile(path, new AbortController().signal);

test('a tiny model passes the check and says what it is', async () => {
  await makeTinyModel(inFolder('tiny.gguf'));
  expect(await check(inFolder('tiny.gguf'))).toMatchObject({
    architecture: 'qwen35',
    name: 'Tiny',
    blockCount: 8,
    embeddingLength: 128,
    hasInfillTokens: true,
    chatTemplate: await officialTemplate(),
    contextState: { attentionBlocks: 2, recurrentBlocks: 6 },
  });
});

test.each<[string, TinyModelOptions]>([
  ['untied', { untied: true }],
  ['with a prediction block', { predictionBlock: true }],
  ['with experts', { experts: true }],
  ['with experts and a prediction block', { experts: true, predictionBlock: true }],
])('a tiny model %s passes the check', async (name, options) => {
  await makeTinyModel(inFolder(`${name}.gguf`), options);
  expect((await check(inFolder(`${name}.gguf`))).architecture).toBe(options.experts === true ? 'qwen35moe' : 'qwen35');
});

test('the weights depend on the seed alone', async () => {
  const make = async (name: string, seed: number): Promise<Buffer> => {
    await makeTinyModel(inFolder(name), { seed });
    return readFileSync(inFolder(name));
  };
  const first = await make('a.gguf', 7);
  expect(first.equals(await make('b.gguf', 7))).toBe(true);
  expect(first.equals(await make('c.gguf', 8))).toBe(false);
});

test('a model made to be cut off ends there', async () => {
  await makeTinyModel(inFolder('cut.gguf'), { keepBytes: 1000 });
  expect(statSync(inFolder('cut.gguf')).size).toBe(1000);
});

test('a model can do without a template', async () => {
  await makeTinyModel(inFolder('mute.gguf'), { template: null });
  expect((await check(inFolder('mute.gguf'))).chatTemplate).toBeUndefined();
});

test.each([
  ['greeting and infill', [...greetingScript, ...infillScript]],
  ['tool call and infill', [...toolCallScript, ...infillScript]],
])('a scripted model passes the check: %s', async (name, script) => {
  await makeScriptedModel(inFolder(`${name}.gguf`), script);
  expect(await check(inFolder(`${name}.gguf`))).toMatchObject({ name: 'Scripted', hasInfillTokens: true });
});

test('a script in which one chunk has two successors is refused', async () => {
  const script = [
    ['\n\n', 'Well', ' yes', '<|im_end|>'],
    ['\n', 'Well', ' no', '<|im_end|>'],
  ] as const;
  await expect(makeScriptedModel(inFolder('never.gguf'), script)).rejects.toThrow('"Well" cannot be followed by both');
});

test('a script that hides a control token in a chunk is refused', async () => {
  const script = [['\n\n', 'Bye<|im_end|>', '<|im_end|>']] as const;
  await expect(makeScriptedModel(inFolder('never.gguf'), script)).rejects.toThrow('split it there');
});

test('a failed write leaves nothing behind', () => {
  const tensor = { name: 'short', shape: [2], type: 0, data: () => [new Uint8Array(4)] };
  expect(() => writeGguf(inFolder('failed.gguf'), { metadata: new Map(), tensors: [tensor] })).toThrow(
    'short ends 4 bytes from',
  );
  expect(readdirSync(folder).filter((name) => name.startsWith('failed'))).toEqual([]);
});

test('the small vocabulary writes bytes, words and the added tokens, each once', () => {
  const vocabulary = smallVocabulary(['a whole chunk']);
  expect(new Set(vocabulary.tokens).size).toBe(vocabulary.tokens.length);
  expect(vocabulary.types).toHaveLength(vocabulary.tokens.length);
  for (const text of ['\0', '\n', ' ', 'z', 'return', ' function', '<think>', 'a whole chunk']) {
    expect(tokenId(vocabulary, text)).toBeGreaterThanOrEqual(0);
  }
  expect(() => tokenId(vocabulary, 'unheard of')).toThrow('no token "unheard of"');
});

test('the added tokens have the ids of the real vocabulary', () => {
  const idOf = (text: string): number => 248_044 + qwenAddedTokens.findIndex(([token]) => token === text);
  expect([idOf('<|fim_prefix|>'), idOf('<|fim_middle|>'), idOf('<|fim_suffix|>')]).toEqual([248_060, 248_061, 248_062]);
  expect([idOf('<|repo_name|>'), idOf('<|file_sep|>')]).toEqual([248_064, 248_065]);
});

test('bytes that cannot be printed are spelled as other letters', () => {
  expect(spellInBpeAlphabet('a b\n')).toBe('aĠbĊ');
});

test.each([
  [1, 0x3c00],
  [-2, 0xc000],
  [0.5, 0x3800],
  [65504, 0x7bff],
  [1e9, 0x7c00],
  [2 ** -24, 0x0001],
  [1e-12, 0],
])('%d as a half-precision number', (value, bits) => {
  expect(float16Bits(value)).toBe(bits);
});

test('the vendored files are the official template and a vocabulary', async () => {
  expect(await officialTemplate()).toContain('enable_thinking');
  expect(readFileSync(await qwenVocabularyModel()).toString('latin1', 0, 4)).toBe('GGUF');
});
