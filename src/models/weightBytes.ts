import { tensorBytes } from './checkTensorTable.ts';
import type { TensorInfo } from './ggufHeader.ts';
import type { WeightBytes } from './modelFileFacts.ts';

/** llama.cpp's names are the same in all families. */
export function weightBytes(tensors: readonly TensorInfo[]): WeightBytes {
  const sum = (belongs: (name: string) => boolean): number =>
    tensors.filter(({ name }) => belongs(name)).reduce((bytes, tensor) => bytes + tensorBytes(tensor), 0);
  const embedding = sum((name) => name === 'token_embd.weight');
  const ownOutput = sum((name) => name === 'output.weight');
  const norm = sum((name) => name === 'output_norm.weight');
  return {
    embedding,
    output: norm + (ownOutput === 0 ? embedding : ownOutput),
    isUntied: ownOutput > 0,
    blocks: sum(() => true) - embedding - ownOutput - norm,
    routedExperts: sum((name) => name.endsWith('_exps.weight')),
  };
}
