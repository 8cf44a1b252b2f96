import { expect, test } from 'vitest';
import { catalogue, quantBytes } from '../../../src/models/catalogue/catalogue.ts';
import { countParameters } from '../../../src/models/catalogue/shapeParameters.ts';
import { matchCatalogue } from '../../../src/models/discover/matchCatalogue.ts';

const q4 = { fileBytes: 2_740_937_888, parameterCount: 4_205_751_296 };
const q4Hash = '00fe7986ff5f6b463e62455821146049db6f9313603938a70800d1fb69ef11a4';

test('the bytes of the catalogue are a match, and with the hash a certain one', () => {
  expect(matchCatalogue(q4, ['anything'], undefined)).toEqual({ modelId: 'qwen3.5-4b', quant: 'Q4_K_M', by: 'bytes' });
  expect(matchCatalogue(q4, ['anything'], q4Hash)).toEqual({ modelId: 'qwen3.5-4b', quant: 'Q4_K_M', by: 'hash' });
  expect(matchCatalogue(q4, ['anything'], 'f'.repeat(64))?.by).toBe('bytes');
});

test("somebody else's quantization is known by name, if it has the model's parameters", () => {
  const other = { ...q4, fileBytes: 2_700_000_000 };
  const name = 'bartowski/Qwen_Qwen3.5-4B-GGUF/Qwen_Qwen3.5-4B-Q4_K_M.gguf';
  expect(matchCatalogue(other, [name], undefined)).toEqual({ modelId: 'qwen3.5-4b', quant: undefined, by: 'name' });
  expect(matchCatalogue({ ...other, parameterCount: 9e9 }, [name], undefined)).toBeUndefined();
  expect(matchCatalogue(other, ['model.gguf', 'Qwen3.5-4B'], undefined)?.by).toBe('name');
  expect(matchCatalogue(other, ['model.gguf'], undefined)).toBeUndefined();
});

test('every row of the catalogue is told by its bytes', () => {
  for (const model of catalogue().models) {
    for (const quant of model.quants) {
      const facts = { fileBytes: quantBytes(quant) ?? 0, parameterCount: countParameters(model).total };
      expect(matchCatalogue(facts, [], undefined)).toEqual({ modelId: model.id, quant: quant.name, by: 'bytes' });
    }
  }
});
