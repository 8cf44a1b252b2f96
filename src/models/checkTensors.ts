import { storedType } from './checkTensorTable.ts';
import type { TensorInfo } from './ggufHeader.ts';
import { ModelFileProblem } from './modelFileProblem.ts';
import type { ExpectedTensor } from './qwen35Tensors.ts';

/** Types of intermediate results: no matrix comes in them, and llama.cpp has no code to multiply by one. */
const notForWeights: ReadonlySet<string> = new Set(['Q8_1', 'Q8_K', 'I8', 'I16', 'I32', 'I64', 'F64']);

/** Whether the file has each tensor, in the shape that its keys ask for and in a type that can be computed with. */
export function checkTensors(tensors: readonly TensorInfo[], expected: readonly ExpectedTensor[]): void {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const { name, shape, storage, instead } of expected) {
    const tensor = byName.get(name);
    if (tensor === undefined) {
      if (instead !== undefined && (instead.length === 0 || instead.some((other) => byName.has(other)))) continue;
      throw new ModelFileProblem(`has no tensor ${name}`);
    }
    if (!isSameShape(tensor.shape, shape)) {
      throw new ModelFileProblem(
        `has tensor ${name} in the shape ${tensor.shape.join(' x ')} where ${shape.join(' x ')} is due`,
      );
    }
    const type = storedType(tensor).name;
    if (storage === 'exact' ? type !== 'F32' : notForWeights.has(type)) {
      throw new ModelFileProblem(`stores tensor ${name} as ${type}, which cannot be computed with`);
    }
  }
}

/** Lengths of one at the end say nothing. */
function isSameShape(actual: readonly number[], expected: readonly number[]): boolean {
  const dimensions = Math.max(actual.length, expected.length);
  return Array.from({ length: dimensions }).every((_, index) => (actual[index] ?? 1) === (expected[index] ?? 1));
}
