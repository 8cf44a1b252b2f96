/**
 * The header of a GGUF file (version 2 or 3, little endian), as ggml's docs/gguf.md describes it: metadata, then the
 * table of tensors, whose data follow.
 */
export interface GgufHeader {
  readonly version: number;
  readonly metadata: ReadonlyMap<string, MetadataValue>;
  readonly tensors: readonly TensorInfo[];
  /** Where the tensor table ends; the data begin at the next multiple of the alignment. */
  readonly headerBytes: number;
}

export type NumberType =
  'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'uint64' | 'int64' | 'float64';

/** 64-bit integers beyond 2^53 lose their last digits: no key that anyone acts on is that large. */
export type MetadataValue =
  | { readonly type: NumberType; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'array'; readonly of: NumberType; readonly values: readonly number[] }
  | { readonly type: 'array'; readonly of: 'bool'; readonly values: readonly boolean[] }
  | { readonly type: 'array'; readonly of: 'string'; readonly values: readonly string[] };

export interface TensorInfo {
  readonly name: string;
  /** One to four lengths, the row's first. */
  readonly shape: readonly number[];
  /** ggml's id; see `tensorTypeOf`. */
  readonly type: number;
  /** From the beginning of the data. */
  readonly offset: number;
}
