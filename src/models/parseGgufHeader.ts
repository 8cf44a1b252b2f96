import { ByteCursor, NeedMoreBytes } from './byteCursor.ts';
import type { GgufHeader, MetadataValue, NumberType, TensorInfo } from './ggufHeader.ts';
import { ModelFileProblem } from './modelFileProblem.ts';

/** Far beyond any real model, near enough that a damaged count costs little. */
const limits = { keys: 65_536, tensors: 65_536, arrayElements: 2_000_000, tensorNameBytes: 63, dimensions: 4 } as const;

const newestVersion = 3;

/**
 * The header that begins with `bytes`, or `undefined` when it goes on beyond them. Throws a `ModelFileProblem` when no
 * more bytes could make it valid. Work and memory are bounded by `bytes.length`, whatever the counts in it claim.
 */
export function parseGgufHeader(bytes: Buffer, fileBytes: number): GgufHeader | undefined {
  try {
    return parse(new ByteCursor(bytes, fileBytes), bytes);
  } catch (error) {
    if (error instanceof NeedMoreBytes) return undefined;
    throw error;
  }
}

function parse(cursor: ByteCursor, bytes: Buffer): GgufHeader {
  if (cursor.remainingFileBytes === 0) throw new ModelFileProblem('is empty');
  if (bytes.toString('latin1', 0, 4) !== 'GGUF') {
    throw new ModelFileProblem(`is not a GGUF file (starts with "${printable(bytes.toString('latin1', 0, 16))}")`);
  }
  cursor.position = 4;
  const version = cursor.uint32();
  if (version !== 0 && (version & 0xffff) === 0) throw new ModelFileProblem('is a GGUF file for big-endian machines');
  if (version < 2 || version > newestVersion) throw new ModelFileProblem(`uses GGUF version ${version}`);

  const tensorCount = bounded('tensors', cursor.uint64(), limits.tensors);
  const keyCount = bounded('keys', cursor.uint64(), limits.keys);
  const metadata = new Map<string, MetadataValue>();
  let elementsLeft: number = limits.arrayElements;
  for (let index = 0; index < keyCount; index++) {
    const key = cursor.string();
    if (key === '') throw new ModelFileProblem(`is damaged: key ${index} has no name`);
    if (metadata.has(key)) throw new ModelFileProblem(`has the key ${printable(key)} twice`);
    const value = readValue(cursor, key, elementsLeft);
    if (value.type === 'array') elementsLeft -= value.values.length;
    metadata.set(key, value);
  }
  const tensors = readTensorTable(cursor, tensorCount);
  return { version, metadata, tensors, headerBytes: cursor.position };
}

function readTensorTable(cursor: ByteCursor, count: number): TensorInfo[] {
  const tensors: TensorInfo[] = [];
  const names = new Set<string>();
  for (let index = 0; index < count; index++) {
    const name = cursor.string();
    if (Buffer.byteLength(name) > limits.tensorNameBytes) {
      throw new ModelFileProblem(`is damaged: tensor ${index} has a name of ${Buffer.byteLength(name)} bytes`);
    }
    if (names.has(name)) throw new ModelFileProblem(`has the tensor ${printable(name)} twice`);
    names.add(name);
    const dimensions = bounded(`dimensions of ${printable(name)}`, cursor.uint32(), limits.dimensions);
    const shape = Array.from({ length: dimensions }, cursor.uint64);
    tensors.push({ name, shape, type: cursor.uint32(), offset: cursor.uint64() });
  }
  return tensors;
}

function bounded(what: string, count: number, limit: number): number {
  if (count <= limit) return count;
  throw new ModelFileProblem(`is damaged: it claims to have ${count} ${what}`);
}

/** Type ids of metadata values, by their number in the file. */
const valueTypes: readonly (NumberType | 'bool' | 'string' | 'array')[] = [
  ...(['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32'] as const),
  ...(['bool', 'string', 'array', 'uint64', 'int64', 'float64'] as const),
];

function readValue(cursor: ByteCursor, key: string, elementsLeft: number): MetadataValue {
  const type = readType(cursor, key);
  switch (type) {
    case 'array':
      return readArray(cursor, key, elementsLeft);
    case 'string':
      return { type, value: cursor.string() };
    case 'bool':
      return { type, value: cursor.uint8() !== 0 };
    default:
      return { type, value: cursor[type]() };
  }
}

function readArray(cursor: ByteCursor, key: string, elementsLeft: number): MetadataValue {
  const of = readType(cursor, key);
  const length = bounded(`elements in ${printable(key)}`, cursor.uint64(), elementsLeft);
  switch (of) {
    case 'array':
      throw new ModelFileProblem(`has arrays within the array ${printable(key)}`);
    case 'string':
      return { type: 'array', of, values: repeat(length, cursor.string) };
    case 'bool':
      return { type: 'array', of, values: repeat(length, () => cursor.uint8() !== 0) };
    default:
      return { type: 'array', of, values: repeat(length, cursor[of]) };
  }
}

/** Grows as it reads: a claimed length allocates nothing. */
function repeat<T>(length: number, read: () => T): T[] {
  const values: T[] = [];
  for (let index = 0; index < length; index++) values.push(read());
  return values;
}

function readType(cursor: ByteCursor, key: string): (typeof valueTypes)[number] {
  const id = cursor.uint32();
  const type = valueTypes[id];
  if (type === undefined)
    throw new ModelFileProblem(`is damaged: the key ${printable(key)} has the unknown type ${id}`);
  return type;
}

/** Names from a damaged file can be anything; what is shown stays short and on one line. */
export function printable(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '?');
  return plain.length <= 80 ? plain : `${plain.slice(0, 80)}...`;
}
