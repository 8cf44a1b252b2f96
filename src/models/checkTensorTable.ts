import type { GgufHeader, TensorInfo } from './ggufHeader.ts';
import { ModelFileProblem } from './modelFileProblem.ts';
import { printable } from './parseGgufHeader.ts';
import { type TensorType, tensorTypeOf } from './tensorType.ts';

const defaultAlignment = 32;

/**
 * Whether every tensor's type is known, its rows are whole blocks, and its data lie where the format puts them: one after
 * the other, each aligned, all within the file.
 */
export function checkTensorTable(header: GgufHeader, fileBytes: number): void {
  const alignment = alignmentOf(header);
  const dataBegin = align(header.headerBytes, alignment);
  let expectedOffset = 0;
  for (const tensor of header.tensors) {
    const name = printable(tensor.name);
    if (tensor.offset !== expectedOffset) {
      throw new ModelFileProblem(`has tensor ${name} at offset ${tensor.offset} where ${expectedOffset} is due`);
    }
    const bytes = tensorBytes(tensor);
    const end = dataBegin + tensor.offset + bytes;
    if (end > fileBytes) {
      throw new ModelFileProblem(`is cut off: tensor ${name} ends at byte ${end} of a file of ${fileBytes} bytes`);
    }
    expectedOffset = align(tensor.offset + bytes, alignment);
  }
}

export function elementCount({ shape }: TensorInfo): number {
  return shape.reduce((product, length) => product * length, 1);
}

export function storedType(tensor: TensorInfo): TensorType {
  const type = tensorTypeOf(tensor.type);
  if (type !== undefined) return type;
  throw new ModelFileProblem(`stores tensor ${printable(tensor.name)} in the unknown type ${tensor.type}`);
}

export function tensorBytes(tensor: TensorInfo): number {
  const { name: typeName, blockElements, blockBytes } = storedType(tensor);
  const name = printable(tensor.name);
  const elements = elementCount(tensor);
  if (elements === 0 || !Number.isSafeInteger(elements * blockBytes)) {
    throw new ModelFileProblem(`has tensor ${name} in the impossible shape ${tensor.shape.join(' x ')}`);
  }
  const [rowLength = 1] = tensor.shape;
  if (rowLength % blockElements !== 0) {
    throw new ModelFileProblem(
      `has rows of ${rowLength} in tensor ${name}, which ${typeName} cannot store in blocks of ${blockElements}`,
    );
  }
  return (elements / blockElements) * blockBytes;
}

function alignmentOf({ metadata }: GgufHeader): number {
  const value = metadata.get('general.alignment');
  if (value === undefined) return defaultAlignment;
  const isPowerOfTwo = value.type === 'uint32' && value.value > 0 && Number.isInteger(Math.log2(value.value));
  if (isPowerOfTwo) return value.value;
  throw new ModelFileProblem('has a key general.alignment that is not a power of two');
}

function align(position: number, alignment: number): number {
  return Math.ceil(position / alignment) * alignment;
}
