import { expect, test } from 'vitest';
import { parseModelAddress } from '../../../src/models/download/modelAddress.ts';

const repository = 'unsloth/Qwen3.5-4B-GGUF';
const file = 'Qwen3.5-4B-Q4_K_M.gguf';

test.each([
  [`https://huggingface.co/${repository}/resolve/main/${file}?download=true`, { huggingFace: repository }],
  [`https://huggingface.co/${repository}/blob/main/${file}`, { huggingFace: repository }],
  [`https://hf-mirror.example/${repository}/resolve/main/${file}`, { huggingFace: repository }],
  [`https://www.modelscope.cn/models/${repository}/resolve/master/${file}`, { modelScope: repository }],
  [`https://modelscope.cn/models/${repository}/file/view/master/${file}?status=2`, { modelScope: repository }],
  [` ${repository}/${file} `, { huggingFace: repository, modelScope: repository }],
])('%s is one file', (address, origin) => {
  expect(parseModelAddress(address)).toEqual({
    id: `unsloth--Qwen3.5-4B-GGUF--${file}`,
    name: file,
    folder: repository,
    origin: { kind: 'repository', ...origin },
    files: [{ path: file }],
  });
});

test('any part of a split model means all of them', () => {
  const download = parseModelAddress('o/r/Q4/big-00002-of-00003.gguf');
  expect(download?.files.map(({ path }) => path)).toEqual([
    'Q4/big-00001-of-00003.gguf',
    'Q4/big-00002-of-00003.gguf',
    'Q4/big-00003-of-00003.gguf',
  ]);
});

test.each([
  '',
  'https://huggingface.co/unsloth/Qwen3.5-4B-GGUF',
  'https://huggingface.co/o/r/resolve/dev/x.gguf',
  'https://huggingface.co/o/r/resolve/main/..%2f..%2fx.gguf',
  'https://huggingface.co/o/r/resolve/main/%E0%A4%A.gguf',
  'o/r/../x.gguf',
  'o/r/model.safetensors',
  'file:///o/r/x.gguf',
  'https://',
])('%j is nothing to download', (address) => {
  expect(parseModelAddress(address)).toBeUndefined();
});
