import { expect, it } from 'vitest';
import { isFileId, offeredFiles } from '../../../src/editor/benchmark/offeredFiles.ts';
import type { FoundFile } from '../../../src/models/discover/foundModel.ts';
import type { ModelFileFacts } from '../../../src/models/modelFileFacts.ts';

const facts: ModelFileFacts = {
  architecture: 'qwen35',
  name: 'Qwen',
  fileBytes: 1,
  parameterCount: 1,
  weights: { embedding: 1, output: 1, isUntied: false, blocks: 1, routedExperts: 0 },
  usedExperts: 1,
  fileType: 15,
  trainedContextTokens: 1,
  originalContextTokens: undefined,
  chatTemplate: undefined,
  hasInfillTokens: true,
  vocabularySize: 1,
  blockCount: 1,
  embeddingLength: 1,
  contextState: undefined,
};

function found(path: string, content: FoundFile['content']): FoundFile {
  return { path, realPath: path, foundIn: 'parity', name: path.replace(/^.*\//, ''), bytes: 1, content };
}

it('offers models beside the one in use, under ids that say nothing of where they lie', () => {
  const model = { kind: 'model', facts, match: undefined } as const;
  const files = [
    found('/home/ada/models/qwen.gguf', model),
    found('/home/ada/other/qwen.gguf', model),
    found('/home/ada/models/used.gguf', model),
    found('/home/ada/models/eyes.gguf', { kind: 'vision' }),
  ];
  const offered = offeredFiles(files, '/home/ada/models/used.gguf');
  expect(offered.map(({ path }) => path)).toEqual(['/home/ada/models/qwen.gguf', '/home/ada/other/qwen.gguf']);
  expect(new Set(offered.map(({ id }) => id)).size).toBe(2);
  expect(offered.every(({ id }) => isFileId(id) && !id.includes('ada'))).toBe(true);
  expect(offered[0]?.quantization).toBe('Q4_K_M');
});
