import type { Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { AppError, throwIfAborted } from '../base/appError.ts';
import type { GgufHeader } from './ggufHeader.ts';
import { ModelFileProblem } from './modelFileProblem.ts';
import { parseGgufHeader } from './parseGgufHeader.ts';

const firstReadBytes = 1 << 20;

export interface FileWithHeader {
  readonly header: GgufHeader;
  readonly fileBytes: number;
}

/** How the header at a path, or at an address that ends like one, is come by. */
export type HeaderReader = (path: string, signal: AbortSignal) => Promise<FileWithHeader>;

/**
 * Reads no more of the file than its header, in steps. Throws `AppError('model-missing')` when there is no file and
 * `ModelFileProblem` when there is something else than a GGUF file.
 */
export async function readGgufHeader(path: string, signal: AbortSignal): Promise<FileWithHeader> {
  throwIfAborted(signal);
  const { size: fileBytes } = await statFile(path);
  const file = await attempt(path, () => open(path, 'r'));
  try {
    return { header: await readHeader(file, fileBytes, signal), fileBytes };
  } finally {
    await file.close();
  }
}

/** Before opening, which would wait for ever on a pipe. */
async function statFile(path: string): Promise<Stats> {
  const found = await attempt(path, () => stat(path));
  if (!found.isFile()) throw new ModelFileProblem(found.isDirectory() ? 'is a folder' : 'is not a regular file');
  return found;
}

async function attempt<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new AppError('model-missing', { path }, { cause: error });
    throw new ModelFileProblem(`cannot be read (${String(code)})`);
  }
}

async function readHeader(file: FileHandle, fileBytes: number, signal: AbortSignal): Promise<GgufHeader> {
  let bytes = Buffer.alloc(0);
  for (let wanted = firstReadBytes; ; wanted *= 4) {
    throwIfAborted(signal);
    bytes = Buffer.concat([bytes, await readMore(file, bytes.length, Math.min(wanted, fileBytes))]);
    // The cursor bounds how far this can go. Parsed from the start each time: the steps grow, so all passes together cost little more than the last.
    const header = parseGgufHeader(bytes, fileBytes);
    if (header !== undefined) return header;
    if (bytes.length < wanted) throw new ModelFileProblem('changed while it was read');
  }
}

async function readMore(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, to - from));
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, from + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}
