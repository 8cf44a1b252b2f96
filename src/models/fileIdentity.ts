import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { throwIfAborted } from '../base/appError.ts';

/** The header of a model is mostly its vocabulary; what differs between two models comes before it, or in the weights. */
const beginningBytes = 1 << 20;
const sampleBytes = 64 << 10;
const samples = 32;

/**
 * A digest that is the same for the same file, wherever it lies, and in all likelihood for no other: of its size, its
 * beginning, and samples of the rest evenly spread. Reading all of a model would take longer than loading it. Two
 * trainings of one model differ in every weight; who changes a file so as to deceive this deceives themselves.
 */
export async function fileIdentity(path: string, signal: AbortSignal): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const digest = createHash('sha256').update(`${size}\n`);
    const take = async (position: number, length: number): Promise<void> => {
      throwIfAborted(signal);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
      digest.update(buffer.subarray(0, bytesRead));
    };
    await take(0, Math.min(size, beginningBytes));
    const span = size - sampleBytes - beginningBytes;
    for (let sample = 0; sample < (span > 0 ? samples : 0); sample++) {
      await take(Math.round(beginningBytes + (span * sample) / (samples - 1)), sampleBytes);
    }
    return digest.digest('hex');
  } finally {
    await file.close();
  }
}
