import { expect, test } from 'vitest';
import { catalogue, isNewer, quantBytes } from '../../../src/models/catalogue/catalogue.ts';
import { quantDownload } from '../../../src/models/catalogue/quantDownload.ts';
import { countParameters } from '../../../src/models/catalogue/shapeParameters.ts';
import { usedExperts } from '../../../src/models/qwen35Parameters.ts';

const { models, neverReleased, scores, samplingProfiles } = catalogue();
const ids = models.map(({ id }) => id);

test('every released size is there, and what is newer', () => {
  expect(models.filter((model) => !isNewer(model)).map(({ size }) => size)).toEqual([
    ...['0.8B', '2B', '4B', '9B', '27B', '35B-A3B', '122B-A10B', '397B-A17B'],
  ]);
  expect(models.filter(isNewer).map(({ name }) => name)).toEqual(['Qwen3.6 27B', 'Qwen3.6 35B-A3B', 'Qwen3.8 27B']);
});

test('rows refer to rows that exist', () => {
  expect(new Set(ids).size).toBe(ids.length);
  for (const { nearest } of neverReleased) expect(ids).toContain(nearest);
  for (const { model } of scores) expect(ids).toContain(model);
  const profiles = [undefined, ...Object.keys(samplingProfiles)];
  for (const { sampling } of models) expect(profiles).toContain(sampling);
});

test('every model is on both hosts and has a quantisation of four bits', () => {
  for (const { hosts, quants, id } of models) {
    expect(hosts.map(({ host }) => host)).toEqual(['huggingface', 'modelscope']);
    expect(hosts.every(({ repository }) => repository.toLowerCase() === `unsloth/${id}-gguf`)).toBe(true);
    expect(quants.map(({ name }) => name)).toContain('UD-Q4_K_XL');
  }
});

test('files are named for the model and the quantisation, parts in their order', () => {
  for (const model of models) {
    for (const { name, files } of model.quants) {
      const whole = `${model.name.replace(' ', '-')}-${name}`;
      const parts = files.map((_, part) => `-${number(part + 1)}-of-${number(files.length)}`);
      const expected = files.length === 1 ? [`${whole}.gguf`] : parts.map((part) => `${name}/${whole}${part}.gguf`);
      expect(files.map(({ path }) => path)).toEqual(expected);
    }
  }
});

test('every row can be downloaded: the downloads take it, with all its hashes', () => {
  const rows = models.flatMap((model) => model.quants.map((quant) => ({ model, quant })));
  const downloads = rows.map(({ model, quant }) => quantDownload(model, quant));
  expect(new Set(downloads.map(({ id }) => id)).size).toBe(rows.length);
  expect(downloads.flatMap(({ files }) => files).every(({ digest }) => digest?.hex.length === 64)).toBe(true);
  expect(downloads[0]).toMatchObject({
    name: 'Qwen3.5 0.8B Q4_K_M',
    origin: { huggingFace: 'unsloth/Qwen3.5-0.8B-GGUF', modelScope: 'unsloth/Qwen3.5-0.8B-GGUF' },
  });
});

test('more bits are more bytes', () => {
  for (const { quants } of models) {
    const sizes = quants.map(quantBytes);
    expect(sizes).toEqual(sizes.toSorted((a = 0, b = 0) => a - b));
    expect(sizes).not.toContain(undefined);
  }
});

/** Bytes of the BF16 files in the same repositories: two for each number, and some MB of header. */
const fullBytes: Readonly<Record<string, number>> = {
  'qwen3.5-0.8b': 1_516_744_736,
  'qwen3.5-2b': 3_775_709_216,
  'qwen3.5-4b': 8_424_393_632,
  'qwen3.5-9b': 17_920_697_312,
  'qwen3.5-27b': 53_808_281_472,
  'qwen3.5-35b-a3b': 69_376_637_824,
  'qwen3.5-122b-a10b': 244_314_011_488,
  'qwen3.5-397b-a17b': 792_961_318_816,
  'qwen3.8-27b': 54_657_735_616,
};

test.each(models.filter(({ id }) => id in fullBytes))('the shape of $name explains its BF16 file', (model) => {
  const header = 13e6;
  const bytes = 2 * countParameters(model).total + header;
  expect(bytes / (fullBytes[model.id] ?? 0)).toBeCloseTo(1, 2);
});

test('a size is what its name says', () => {
  const billions = (id: string): number[] => {
    const model = models.find((other) => other.id === id) ?? models[0];
    if (model === undefined) return [];
    const { total, blocks, output, routedExperts } = countParameters(model);
    const active = blocks + output - routedExperts * (1 - usedExperts(model.shape.feedForward));
    return [total, active].map((numbers) => Number((numbers / 1e9).toFixed(2)));
  };
  // Totals as llama.cpp prints them (4.21 B, 8.95 B, 26.90 B, 34.66 B, 122.11 B).
  expect(billions('qwen3.5-4b')[0]).toBe(4.21);
  expect(billions('qwen3.5-9b')[0]).toBe(8.95);
  expect(billions('qwen3.5-27b')[0]).toBe(26.9);
  // What works on each token; the name counts the embedding too.
  expect(billions('qwen3.5-35b-a3b')).toEqual([34.66, 2.95]);
  expect(billions('qwen3.5-122b-a10b')).toEqual([122.11, 9.01]);
  expect(billions('qwen3.5-397b-a17b')).toEqual([396.35, 16.33]);
});

function number(part: number): string {
  return String(part).padStart(5, '0');
}
