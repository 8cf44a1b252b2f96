import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { isAppError } from '../../src/base/appError.ts';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { parseGgufHeader } from '../../src/models/parseGgufHeader.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';

const folder = temporaryFolder();
const damaged = join(folder, 'damaged.gguf');
let header = Buffer.alloc(0);
let fileBytes = 0;

beforeAll(async () => {
  const path = join(folder, 'sound.gguf');
  await makeTinyModel(path, { zeroWeights: true });
  const bytes = readFileSync(path);
  fileBytes = bytes.length;
  header = bytes.subarray(0, parseGgufHeader(bytes, fileBytes)?.headerBytes);
});

/** Writes a file that begins with `bytes` and has `length` in all, the rest being a hole, and says how the check ended. */
async function outcome(bytes: Uint8Array, length: number): Promise<'accepted' | 'refused'> {
  writeFileSync(damaged, bytes);
  truncateSync(damaged, length);
  const begin = process.cpuUsage();
  try {
    await checkModelFile(damaged, new AbortController().signal);
    return 'accepted';
  } catch (error) {
    if (!isAppError(error, 'model-invalid')) throw error;
    expect(error.data.problem).toMatch(/^[\x20-\x7e]{5,400}$/);
    return 'refused';
  } finally {
    // Processor time: other processes must not be able to fail this.
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / 1000).toBeLessThan(1000);
  }
}

test('the header with a hole for the weights is accepted, so that what follows means something', async () => {
  expect(await outcome(header, fileBytes)).toBe('accepted');
});

test('a file cut off anywhere is refused', async () => {
  const lengths = fc.oneof(fc.integer({ min: 0, max: header.length }), fc.integer({ min: 0, max: fileBytes - 33 }));
  await fc.assert(
    fc.asyncProperty(lengths, async (length) => {
      expect(await outcome(header.subarray(0, length), length)).toBe('refused');
    }),
    { numRuns: 150 },
  );
});

test('random bytes are refused, with and without the right beginning', async () => {
  const start = fc.constantFrom('', 'GGUF', 'GGUF\x03\0\0\0', 'GGUF\x03\0\0\0\x01\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0');
  await fc.assert(
    fc.asyncProperty(
      start,
      fc.uint8Array({ minLength: 1, maxLength: 2000 }),
      fc.nat(2 ** 40),
      async (magic, bytes, more) => {
        const file = Buffer.concat([Buffer.from(magic, 'latin1'), bytes]);
        expect(await outcome(file, file.length + (more % (1 << 20)))).toBe('refused');
      },
    ),
    { numRuns: 300 },
  );
});

test('flipped bits in the header are accepted or refused, never anything else', async () => {
  const flips = fc.array(fc.nat(header.length * 8 - 1), { minLength: 1, maxLength: 4 });
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(flips, async (bits) => {
      const bytes = Buffer.from(header);
      for (const bit of bits) bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      outcomes.add(await outcome(bytes, fileBytes));
    }),
    { numRuns: 300 },
  );
  expect(outcomes).toContain('refused');
}, 90_000);

test('counts and lengths replaced by huge ones cost nothing', async () => {
  const huge = fc.constantFrom(2n ** 31n, 2n ** 32n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 64n - 1n);
  await fc.assert(
    fc.asyncProperty(fc.nat(header.length - 8), huge, async (at, value) => {
      const bytes = Buffer.from(header);
      bytes.writeBigUInt64LE(value, at);
      await outcome(bytes, 2 ** 41);
    }),
    { numRuns: 150 },
  );
});

test('a header that never ends is given up', async () => {
  // A list of two million empty texts, in a file that is all hole.
  const bytes = Buffer.concat([header.subarray(0, 8), Buffer.alloc(40)]);
  bytes.writeBigUInt64LE(60_000n, 16);
  bytes.writeBigUInt64LE(1n, 24);
  bytes.write('k', 32);
  bytes.writeUInt32LE(9, 33);
  bytes.writeUInt32LE(8, 37);
  bytes.writeUInt32LE(2_000_000, 41);
  expect(await outcome(bytes, 2 ** 41)).toBe('refused');
});
