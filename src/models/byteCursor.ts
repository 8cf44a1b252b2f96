import { ModelFileProblem } from './modelFileProblem.ts';

/** The header of a real model with a vocabulary of 250,000 tokens has 11 MB. */
const maxHeaderBytes = 64 << 20;

/** The bytes at hand end before the header does. */
export class NeedMoreBytes extends Error {
  constructor() {
    super('the header goes on');
    this.name = 'NeedMoreBytes';
  }
}

/**
 * Reads little-endian values from the beginning of a file of which `bytes` are at hand. Running past them throws
 * `NeedMoreBytes`; a length that no header or the whole file cannot hold throws a `ModelFileProblem` before anything is
 * read or allocated for it.
 */
export class ByteCursor {
  position = 0;
  readonly #bytes: Buffer;
  readonly #fileBytes: number;

  constructor(bytes: Buffer, fileBytes: number) {
    this.#bytes = bytes;
    this.#fileBytes = fileBytes;
  }

  get remainingFileBytes(): number {
    return this.#fileBytes - this.position;
  }

  uint8 = (): number => this.#bytes.readUInt8(this.#advance(1));
  int8 = (): number => this.#bytes.readInt8(this.#advance(1));
  uint16 = (): number => this.#bytes.readUInt16LE(this.#advance(2));
  int16 = (): number => this.#bytes.readInt16LE(this.#advance(2));
  uint32 = (): number => this.#bytes.readUInt32LE(this.#advance(4));
  int32 = (): number => this.#bytes.readInt32LE(this.#advance(4));
  float32 = (): number => this.#bytes.readFloatLE(this.#advance(4));
  float64 = (): number => this.#bytes.readDoubleLE(this.#advance(8));
  int64 = (): number => Number(this.#bytes.readBigInt64LE(this.#advance(8)));

  uint64 = (): number => {
    const start = this.#advance(8);
    return this.#bytes.readUInt32LE(start + 4) * 2 ** 32 + this.#bytes.readUInt32LE(start);
  };

  string = (): string => {
    const length = this.uint64();
    if (length === 0) return '';
    const start = this.#advance(length);
    return this.#bytes.toString('utf8', start, start + length);
  };

  #advance(length: number): number {
    const start = this.position;
    const end = start + length;
    if (end > this.#fileBytes) {
      throw new ModelFileProblem(`is cut off or damaged: its header does not end within its ${this.#fileBytes} bytes`);
    }
    if (end > maxHeaderBytes) throw new ModelFileProblem(`is damaged: its header exceeds ${maxHeaderBytes} bytes`);
    if (end > this.#bytes.length) throw new NeedMoreBytes();
    this.position = end;
    return start;
  }
}
