import { createCipheriv, createHash } from 'node:crypto';

/** Uniform in [0, 1), the same for the same seed: Marsaglia's xorshift32. */
export function uniformNumbers(seed: number): () => number {
  // Zero would stay zero for ever.
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Mean 0, deviation 1, by Box and Muller. */
export function gaussianNumbers(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
}

/** Fills buffers with bytes that depend only on the seed and the name, at a gigabyte a second: AES-128 in counter mode. */
export function byteStream(seed: number, name: string): (length: number) => Buffer {
  const key = createHash('sha256').update(`${seed} ${name}`).digest().subarray(0, 16);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  return (length) => cipher.update(Buffer.alloc(length));
}
