import { expect, it } from 'vitest';
import { consentWords } from '../../../src/editor/models/downloadConsent.ts';
import { contextSizes } from '../../../src/editor/models/contextSizes.ts';
import { suggestionsFor } from '../../../src/editor/models/findModel.ts';
import { recommendationSentences } from '../../../src/editor/models/recommendationSentence.ts';
import { catalogue } from '../../../src/models/catalogue/catalogue.ts';
import { recommend } from '../../../src/models/fit/recommend.ts';
import { catalogueFootprint } from '../../../src/models/fit/modelFootprint.ts';
import { modelLibrary } from '../../../src/models/library.ts';
import { card, machine } from '../../models/fit/machines.ts';

const { models } = modelLibrary({
  catalogue: catalogue(),
  hardware: machine(16, 8),
  contextTokens: 8192,
  found: [],
  skipped: [],
  downloads: [],
  currentPath: undefined,
});

const labels = (text: string): string[] => suggestionsFor(text, models).map(({ label }) => label);

it('offers one of each model before anything is typed', () => {
  expect(labels('')).toHaveLength(catalogue().models.length);
});

it.each([
  ['qwen3.5:9b-q4_K_M', ['Qwen3.5 9B Q4_K_M']],
  ['unsloth/Qwen3.5-9B-GGUF/Qwen3.5-9B-Q4_K_M.gguf', ['Qwen3.5 9B Q4_K_M']],
  ['someone/Other-GGUF/other-q4.gguf', ['$(cloud-download) other-q4.gguf']],
])('takes %s', (text, shown) => {
  expect(labels(text)).toEqual(shown);
});

it.each([
  ['Qwen3.5-14B', /Qwen3.5-14B was never released/, 'The nearest is Qwen3.5 9B'],
  ['Qwen3.5-35B-Instruct', /Qwen3.5-35B-Instruct was never released/, 'What was meant is Qwen3.5 35B-A3B'],
])('explains that %s was never released, and offers the nearest', (text, label, detail) => {
  const [first, second] = suggestionsFor(text, models);
  expect(first?.label).toMatch(label);
  expect(first?.detail).toContain(detail);
  expect(first?.found).toBeUndefined();
  expect(second?.found?.kind).toBe('catalogue');
});

it('says so when it knows no model of a name', () => {
  expect(labels('llama')[0]).toContain('Parity knows no model of this name');
});

it('asks for consent with the size, the hosts, the license and the room', () => {
  const facts = {
    name: 'Qwen3.5 9B Q4_K_M',
    bytes: 5_680_522_464,
    hosts: ['huggingface.co', 'modelscope.cn'],
    license: 'Apache-2.0',
    folder: '/models',
    freeBytes: 80e9,
    verdict: undefined,
  };
  expect(consentWords(facts)).toEqual({
    detail: 'From huggingface.co, else modelscope.cn · license Apache-2.0 · 80 GB free on the disk',
    warning: undefined,
  });
  expect(consentWords({ ...facts, freeBytes: 1e9 }).warning).toBe(
    'The disk has too little room: 4.68 GB more is needed',
  );
});

it('shows the memory of each context size, and what goes beyond the training', () => {
  const four = catalogue().models.find(({ id }) => id === 'qwen3.5-4b');
  const quant = four?.quants[0];
  const footprint = four === undefined || quant === undefined ? undefined : catalogueFootprint(four, quant);
  const sizes = contextSizes({ footprint, hardware: machine(16, 8), present: 8192 });
  const at = (tokens: number) => sizes.find((size) => size.tokens === tokens);
  expect(at(8192)?.description).toMatch(/^now · [\d.]+ GB, on CPU$/);
  expect(at(262_144)?.detail).not.toContain('YaRN');
  expect(at(1_010_000)?.detail).toContain('Stretched with YaRN beyond the 262,144 tokens');
});

it.each([
  [
    machine(16, 8),
    /^Recommended: Qwen3.5 \S+ \S+, which runs on the processor at a \w+ pace and leaves [\d.]+ GB free\. /,
  ],
  [machine(64, 16, { gpus: [card(24)] }), /^Recommended: Qwen3.5 \S+ \S+, which runs on the GPU at a fast pace/],
])('explains the recommendation in a sentence, and why not the next larger model', (hardware, sentence) => {
  expect(recommendationSentences(recommend(catalogue(), hardware, 8192))).toMatch(sentence);
});
