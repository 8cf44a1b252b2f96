import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from '../../../src/models/catalogue/catalogue.ts';
import type { CatalogueModel } from '../../../src/models/catalogue/catalogueSchema.ts';
import { resolveModelName } from '../../../src/models/catalogue/resolveModelName.ts';

/** What it resolves to, in short. */
function meaning(text: string): string {
  const resolved = resolveModelName(text);
  switch (resolved.kind) {
    case 'found':
      return resolved.quant === undefined ? resolved.model.id : `${resolved.model.id} ${resolved.quant.name}`;
    case 'never-released':
      return `no ${resolved.row.size}${resolved.row.variant ?? ''}, but ${resolved.nearest.id}`;
    case 'unknown':
      return `unknown, perhaps ${resolved.suggestions.map(({ id }) => id).join(' ')}`;
  }
}

test.each([
  ['Qwen/Qwen3.5-9B', 'qwen3.5-9b'],
  ['qwen3.5:9b', 'qwen3.5-9b'],
  ['qwen3.5:9b-q4_K_M', 'qwen3.5-9b Q4_K_M'],
  ['qwen3.5:latest 4b', 'qwen3.5-4b'],
  ['Qwen3.5-9B-UD-Q4_K_XL.gguf', 'qwen3.5-9b UD-Q4_K_XL'],
  ['unsloth/Qwen3.5-27B-GGUF:Q8_0', 'qwen3.5-27b Q8_0'],
  ['unsloth/Qwen3.5-27B-GGUF/Qwen3.5-27B-Q8_0.gguf', 'qwen3.5-27b Q8_0'],
  ['https://huggingface.co/unsloth/Qwen3.6-35B-A3B-GGUF', 'qwen3.6-35b-a3b'],
  ['Qwen3.5-122B-A10B-Q4_K_M-00001-of-00003.gguf', 'qwen3.5-122b-a10b Q4_K_M'],
  ['hf.co/bartowski/Qwen_Qwen3.5-4B-GGUF:Q4_K_M', 'qwen3.5-4b Q4_K_M'],
  ['qwen 3.5 0.8b', 'qwen3.5-0.8b'],
  ['qwen35-0_8b', 'qwen3.5-0.8b'],
  ['35B-A3B', 'qwen3.5-35b-a3b'],
  ['qwen3.5 35b', 'qwen3.5-35b-a3b'],
  ['Qwen3.8-27B', 'qwen3.8-27b'],
  ['Qwen3.5-9B-Q7_X', 'qwen3.5-9b'],
])('%s is %s', (text, expected) => {
  expect(meaning(text)).toBe(expected);
});

test.each([
  ['Qwen3.5-72B', 'no 72B, but qwen3.5-122b-a10b'],
  ['qwen3.5:72b', 'no 72B, but qwen3.5-122b-a10b'],
  ['qwen3.5:72b-instruct-q4_K_M', 'no 72B, but qwen3.5-122b-a10b'],
  ['Qwen/Qwen3.5-14B', 'no 14B, but qwen3.5-9b'],
  ['Qwen/Qwen3.5-14B-Instruct', 'no 14B, but qwen3.5-9b'],
  ['Qwen3.5-35B-Instruct', 'no 35BInstruct, but qwen3.5-35b-a3b'],
  ['qwen3.5:35b-instruct', 'no 35BInstruct, but qwen3.5-35b-a3b'],
])('%s was never released: %s', (text, expected) => {
  expect(meaning(text)).toBe(expected);
});

test.each([
  ['Qwen3.5-32B', 'unknown, perhaps qwen3.5-35b-a3b qwen3.6-35b-a3b qwen3.5-27b'],
  ['Qwen3.6-9B', 'unknown, perhaps qwen3.5-9b qwen3.5-4b qwen3.6-27b'],
  ['Llama-3.3-70B', 'unknown, perhaps qwen3.5-122b-a10b qwen3.5-35b-a3b qwen3.6-35b-a3b'],
  ['Qwen3.5-9B-Base', 'unknown, perhaps qwen3.5-9b qwen3.5-4b qwen3.5-27b'],
  ['Qwen3-8B', 'unknown, perhaps qwen3.5-9b qwen3.5-4b qwen3.5-27b'],
  ['gpt-5', 'unknown, perhaps '],
  ['', 'unknown, perhaps '],
])('%s is %s', (text, expected) => {
  expect(meaning(text)).toBe(expected);
});

const separators = fc.constantFrom('-', '_', ' ', ':', '');
const organizations = fc.constantFrom('', 'Qwen/', 'unsloth/', 'https://huggingface.co/unsloth/');
const endings = fc.constantFrom('', '-GGUF', ' gguf', '.gguf', ':latest');
const caseOf = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toLowerCase(),
  (text: string) => text.toUpperCase(),
);

function spellings(family: string, size: string): fc.Arbitrary<string> {
  return fc
    .tuple(organizations, fc.constantFrom('', ' ', '-'), separators, endings, caseOf)
    .map(([organization, gap, separator, ending, change]) => {
      const versioned = family.replace('qwen', `qwen${gap}`);
      // Digits on digits would be another number.
      return organization + change(versioned + (separator === '' ? '-' : separator) + size) + ending;
    });
}

test('every spelling of every model finds it', () => {
  const models = fc.constantFrom(...catalogue().models);
  const spelled = models.chain((model) => spellings(model.family, model.size).map((text) => [text, model] as const));
  fc.assert(
    fc.property(spelled, ([text, model]: readonly [string, CatalogueModel]) => {
      expect(meaning(text)).toBe(model.id);
    }),
    { numRuns: 500 },
  );
});

test('every quantisation is told from the name of its file', () => {
  for (const model of catalogue().models) {
    for (const quant of model.quants) expect(meaning(quant.files[0]?.path ?? '')).toBe(`${model.id} ${quant.name}`);
  }
});

test('every spelling of a name that was never released is told so', () => {
  const rows = fc.constantFrom(...catalogue().neverReleased);
  const spelled = rows.chain((row) =>
    spellings(row.family, row.variant === undefined ? row.size : `${row.size}-${row.variant}`).map(
      (text) => [text, row.nearest] as const,
    ),
  );
  fc.assert(
    fc.property(spelled, ([text, nearest]) => {
      const resolved = resolveModelName(text);
      expect(resolved.kind === 'never-released' && resolved.nearest.id).toBe(nearest);
    }),
    { numRuns: 500 },
  );
});

test('any text at all has an answer', () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => resolveModelName(text).kind !== undefined));
});
