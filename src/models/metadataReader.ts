import type { MetadataValue, NumberType } from './ggufHeader.ts';
import { ModelFileProblem } from './modelFileProblem.ts';
import { printable } from './parseGgufHeader.ts';

/**
 * The metadata as llama.cpp reads them: a key of another type than the expected one is as bad as none, and a problem
 * that names the key either way.
 */
export class MetadataReader {
  readonly #metadata: ReadonlyMap<string, MetadataValue>;

  constructor(metadata: ReadonlyMap<string, MetadataValue>) {
    this.#metadata = metadata;
  }

  string(key: string): string | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined || value.type === 'string') return value?.value;
    throw wrongType(key, 'a text');
  }

  bool(key: string): boolean | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined || value.type === 'bool') return value?.value;
    throw wrongType(key, 'a truth value');
  }

  number(key: string, type: NumberType): number | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined) return undefined;
    if (value.type === type) return value.value;
    throw wrongType(key, `a ${type}`);
  }

  uint32(key: string): number | undefined {
    return this.number(key, 'uint32');
  }

  strings(key: string): readonly string[] | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined) return undefined;
    if (value.type === 'array' && value.of === 'string') return value.values;
    throw wrongType(key, 'a list of texts');
  }

  /** 32-bit integers, signed or not. */
  integers(key: string): readonly number[] | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined) return undefined;
    if (value.type === 'array' && (value.of === 'int32' || value.of === 'uint32')) return value.values;
    throw wrongType(key, 'a list of 32-bit integers');
  }

  /** One number for each block, or one for all of them. */
  perBlock(key: string, blocks: number): readonly number[] | undefined {
    const value = this.#metadata.get(key);
    if (value?.type !== 'array') {
      const single = this.uint32(key);
      return single === undefined ? undefined : Array.from({ length: blocks }, () => single);
    }
    const values = this.integers(key) ?? [];
    if (values.length === blocks) return values;
    throw new ModelFileProblem(`has ${values.length} numbers in ${key} for ${blocks} blocks`);
  }
}

/** `value`, unless the file has none. */
export function present<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new ModelFileProblem(`has no key ${key}`);
  return value;
}

function wrongType(key: string, expected: string): ModelFileProblem {
  return new ModelFileProblem(`has a key ${printable(key)} that is not ${expected}`);
}
