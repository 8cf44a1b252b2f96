import { copyFile, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileIdentity } from '../../src/models/fileIdentity.ts';
import { byteStream } from '../model/randomNumbers.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';

const never = new AbortController().signal;
const folder = temporaryFolder();
const path = join(folder, 'a.bin');
const other = join(folder, 'b.bin');

async function change(position: number, length: number): Promise<void> {
  await copyFile(path, other);
  const file = await open(other, 'r+');
  await file.write(Buffer.alloc(length, 7), 0, length, position);
  await file.close();
}

test('a copy is the same, and another beginning, end, middle or size is not', async () => {
  const bytes = byteStream(1, 'identity')(8 << 20);
  await writeFile(path, bytes);
  await copyFile(path, other);
  const identity = await fileIdentity(path, never);
  expect(identity).toMatch(/^[0-9a-f]{64}$/);
  expect(await fileIdentity(other, never)).toBe(identity);
  for (const [position, length] of [
    [100, 1],
    [bytes.length - 1, 1],
    // A single byte in the middle may lie between two samples; a whole weight does not.
    [4 << 20, 512 << 10],
  ] as const) {
    await change(position, length);
    expect(await fileIdentity(other, never)).not.toBe(identity);
  }
  await writeFile(other, bytes.subarray(1));
  expect(await fileIdentity(other, never)).not.toBe(identity);
});

test('a file smaller than a sample has one too', async () => {
  await writeFile(path, 'a');
  await writeFile(other, '');
  expect(await fileIdentity(path, never)).not.toBe(await fileIdentity(other, never));
});
