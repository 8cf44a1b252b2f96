import { closeSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tensorTypeOf } from '../../src/models/tensorType.ts';

/** GGUF version 3, little endian: the format is described in ggml's docs/gguf.md. */
export type MetadataValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'uint16'; readonly value: number }
  | { readonly type: 'uint32'; readonly value: number }
  | { readonly type: 'float32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'int32s'; readonly value: readonly number[] };

export type Metadata = ReadonlyMap<string, MetadataValue>;

export interface TensorSource {
  readonly name: string;
  /** Elements per dimension, the row's length first. */
  readonly shape: readonly number[];
  /** ggml's type id; see `tensorTypeOf`. */
  readonly type: number;
  /** The tensor's bytes, in pieces of any size; `undefined`: zeros, which take no room on the disk. */
  data(): Iterable<Uint8Array> | undefined;
}

export interface GgufContent {
  readonly metadata: Metadata;
  readonly tensors: readonly TensorSource[];
  /** Only the first so many bytes of the file are kept. */
  readonly keepBytes?: number;
}

const alignment = 32;

/** Writes the file piece by piece, under a temporary name first: whoever sees `path` sees the whole file. */
export function writeGguf(path: string, { metadata, tensors, keepBytes = Infinity }: GgufContent): void {
  const partial = `${path}.${process.pid}.part`;
  const file = openSync(partial, 'w');
  try {
    let position = 0;
    const write = (bytes: Uint8Array): void => {
      for (let done = 0; done < bytes.length;)
        done += writeSync(file, bytes, done, bytes.length - done, position + done);
      position += bytes.length;
    };
    write(encodeHeader(metadata, tensors));
    for (const tensor of tensors) {
      position = padded(position);
      const end = position + tensorBytes(tensor);
      for (const piece of tensor.data() ?? []) write(piece);
      if (position !== end && position !== end - tensorBytes(tensor)) {
        throw new Error(`${tensor.name} ends ${end - position} bytes from where its shape needs it to`);
      }
      position = end;
    }
    ftruncateSync(file, Math.min(padded(position), keepBytes));
    closeSync(file);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

export function tensorBytes({ name, shape, type }: Omit<TensorSource, 'data'>): number {
  const stored = tensorTypeOf(type);
  if (stored === undefined) throw new Error(`${name} has the unknown type ${type}`);
  const elements = shape.reduce((product, length) => product * length, 1);
  return (elements / stored.blockElements) * stored.blockBytes;
}

function padded(position: number): number {
  return Math.ceil(position / alignment) * alignment;
}

function encodeHeader(metadata: Metadata, tensors: readonly TensorSource[]): Buffer {
  const parts = [Buffer.from('GGUF'), uint32(3), uint64(tensors.length), uint64(metadata.size)];
  for (const [key, value] of metadata) parts.push(string(key), encodeValue(value));
  let offset = 0;
  for (const tensor of tensors) {
    parts.push(string(tensor.name), uint32(tensor.shape.length), ...tensor.shape.map(uint64));
    parts.push(uint32(tensor.type), uint64(offset));
    offset = padded(offset + tensorBytes(tensor));
  }
  return Buffer.concat(parts);
}

function encodeValue(value: MetadataValue): Buffer {
  switch (value.type) {
    case 'uint16':
      return Buffer.concat([uint32(2), Buffer.from(Uint16Array.of(value.value).buffer)]);
    case 'uint32':
      return Buffer.concat([uint32(4), uint32(value.value)]);
    case 'float32': {
      const bytes = Buffer.alloc(4);
      bytes.writeFloatLE(value.value);
      return Buffer.concat([uint32(6), bytes]);
    }
    case 'bool':
      return Buffer.concat([uint32(7), Buffer.from([value.value ? 1 : 0])]);
    case 'string':
      return Buffer.concat([uint32(8), string(value.value)]);
    case 'int32s':
      return Buffer.concat([
        uint32(9),
        uint32(5),
        uint64(value.value.length),
        Buffer.from(Int32Array.from(value.value).buffer),
      ]);
    case 'strings':
      return Buffer.concat([uint32(9), uint32(8), uint64(value.value.length), ...value.value.map(string)]);
  }
}

function string(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
