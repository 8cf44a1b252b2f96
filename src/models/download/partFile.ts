import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { onDisk } from './diskError.ts';
import { type Span, type Spans, addSpan, byteCount, missingSpans, prefixEnd } from './spans.ts';

/** A file that grows in any order, and what of it is there. */
export interface PartFile {
  readonly path: string;
  readonly good: Spans;
  readonly goodBytes: number;
  /** Writes what of the chunks is not there yet; they follow one another from `offset` on. */
  write(offset: number, chunks: readonly Uint8Array[]): Promise<void>;
  /** Fills `buffer` from `offset` on as far as the file goes. */
  read(buffer: Uint8Array, offset: number): Promise<number>;
  /** Resolves when all that is written is on the disk itself. */
  sync(): Promise<void>;
  /** Writes all to the disk first. Harmless when done twice. */
  close(): Promise<void>;
}

/** `good`: what an earlier process left. `onGood` is called after each write. */
export async function openPartFile(path: string, good: Spans, onGood: () => void): Promise<PartFile> {
  const folder = dirname(path);
  const handle = await onDisk(folder, async () => {
    await mkdir(folder, { recursive: true });
    return openKept(path);
  });
  const { size } = await handle.stat();
  // What the file does not hold is not there, whatever was noted.
  let spans: Spans = good.flatMap(({ start, end }) => (start < size ? [{ start, end: Math.min(end, size) }] : []));
  let isClosed = false;
  const sync = async (): Promise<void> => {
    if (!isClosed) await onDisk(folder, () => handle.datasync());
  };
  return {
    path,
    get good() {
      return spans;
    },
    get goodBytes() {
      return byteCount(spans);
    },
    async write(offset, chunks) {
      const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      const whole = { start: offset, end: offset + length };
      const missing = missingSpans(spans, whole);
      await onDisk(folder, () => writeMissing(handle, chunks, whole, missing));
      spans = addSpan(spans, whole);
      if (missing.length > 0) onGood();
    },
    async read(buffer, offset) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      return bytesRead;
    },
    sync,
    async close() {
      try {
        await sync();
      } finally {
        isClosed = true;
        await handle.close();
      }
    },
  };
}

/** To read and write, made when it is not there, never cut. */
async function openKept(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return open(path, 'w+');
  }
}

async function writeMissing(
  handle: FileHandle,
  chunks: readonly Uint8Array[],
  whole: Span,
  missing: Spans,
): Promise<void> {
  if (missing[0]?.start === whole.start && missing[0].end === whole.end) {
    return writeAll(handle, chunks, whole.start);
  }
  const joined = Buffer.concat(chunks);
  for (const { start, end } of missing) {
    await writeAll(handle, [joined.subarray(start - whole.start, end - whole.start)], start);
  }
}

/** The system may write less than it is given. */
async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[], offset: number): Promise<void> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (length === 0) return;
  const { bytesWritten } = await handle.writev(chunks, offset);
  if (bytesWritten === length) return;
  const joined = Buffer.concat(chunks);
  for (let done = bytesWritten; done < length;) {
    const more = await handle.write(joined, done, length - done, offset + done);
    done += more.bytesWritten;
  }
}

/** Up to where the file can be read from its start. */
export function readyBytes({ good }: PartFile): number {
  return prefixEnd(good);
}
