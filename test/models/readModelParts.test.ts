import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAppError } from '../../src/base/appError.ts';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { type MetadataValue, type TensorSource, writeGguf } from '../model/ggufWriter.ts';
import { qwen35Metadata } from '../model/qwen35Metadata.ts';
import { tinyShape } from '../model/qwen35Shape.ts';
import { planQwen35 } from '../model/qwen35Tensors.ts';
import { storage, zeroTensor } from '../model/randomWeights.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import { smallVocabulary } from '../model/vocabulary.ts';

const folder = temporaryFolder();
const uint16 = (value: number): MetadataValue => ({ type: 'uint16', value });

const vocabulary = smallVocabulary();
const tensors = planQwen35(tinyShape, vocabulary.tokens.length, { untied: false, predictionBlock: false }).map((plan) =>
  zeroTensor(plan, storage.F32),
);

function writePart(name: string, part: number, count: number, held: readonly TensorSource[]): string {
  const path = join(folder, name);
  const settings = { name: 'Split', fileType: 0, shape: tinyShape, template: null, predictionBlock: false };
  const metadata = part === 0 ? qwen35Metadata({ ...settings, vocabulary }) : new Map<string, MetadataValue>();
  metadata.set('general.architecture', { type: 'string', value: 'qwen35' });
  metadata.set('split.no', uint16(part)).set('split.count', uint16(count));
  writeGguf(path, { metadata, tensors: held });
  return path;
}

async function problem(path: string): Promise<string> {
  const error: unknown = await checkModelFile(path, new AbortController().signal).catch((reason: unknown) => reason);
  if (isAppError(error, 'model-invalid')) return error.data.problem;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

test('a split model is checked as one', async () => {
  const first = writePart('whole-00001-of-00002.gguf', 0, 2, tensors.slice(0, 10));
  writePart('whole-00002-of-00002.gguf', 1, 2, tensors.slice(10));
  const facts = await checkModelFile(first, new AbortController().signal);
  expect(facts).toMatchObject({ name: 'Split', parameterCount: 1_374_960 });
  expect(facts.fileBytes).toBeGreaterThan(1_374_960 * 4);
});

test('another part than the first is not the one to choose', async () => {
  const second = writePart('later-00002-of-00002.gguf', 1, 2, tensors.slice(10));
  expect(await problem(second)).toBe('is part 2 of 2 of a split model: choose part 1');
});

test('a missing part is named', async () => {
  const first = writePart('alone-00001-of-00003.gguf', 0, 3, tensors.slice(0, 10));
  expect(await problem(first)).toBe('is a split model whose part 2 of 3 is not beside it');
});

test('a renamed first part cannot find the others', async () => {
  const first = writePart('renamed.gguf', 0, 2, tensors.slice(0, 10));
  expect(await problem(first)).toBe('is part 1 of 2 of a split model, whose name must end in -00001-of-00002.gguf');
});

test('a part of another model is refused', async () => {
  const first = writePart('mixed-00001-of-00002.gguf', 0, 2, tensors.slice(0, 10));
  writePart('mixed-00002-of-00002.gguf', 1, 3, tensors.slice(10));
  expect(await problem(first)).toContain('has part 2 of another model in the place of its part 2 of 2');
});

test('a tensor in two parts is refused', async () => {
  const first = writePart('double-00001-of-00002.gguf', 0, 2, tensors.slice(0, 11));
  writePart('double-00002-of-00002.gguf', 1, 2, tensors.slice(10));
  expect(await problem(first)).toBe(`has the tensor ${tensors[10]?.name} in two parts`);
});
