import { AppError, abortError, isAbort, throwIfAborted } from '../base/appError.ts';
import { checkModel } from './checkModelFile.ts';
import type { ModelFileFacts } from './modelFileFacts.ts';
import { ModelFileProblem } from './modelFileProblem.ts';
import { parseGgufHeader } from './parseGgufHeader.ts';
import type { FileWithHeader } from './readGgufHeader.ts';

/** Opens connections as the user allows them: `fetch`, or what stands before it. */
export type Fetch = (url: string, init: { headers: Record<string, string>; signal: AbortSignal }) => Promise<Response>;

const firstReadBytes = 1 << 20;
const patience = 3;

/**
 * What a model says about itself before it is downloaded: reads the headers of the file at `url`, and of its other parts,
 * and no more. Throws `AppError`: `model-invalid`, whose `path` is the address, or one of the codes for downloads.
 */
export function checkRemoteModel(url: string, request: Fetch, signal: AbortSignal): Promise<ModelFileFacts> {
  const { origin, pathname } = new URL(url);
  return checkModel(origin + pathname, (address, until) => readRemoteGgufHeader(address, request, until), signal);
}

/**
 * Reads the header in growing ranges (RFC 9110, section 14), goes on where a connection broke, and closes the connection
 * of a server that ignores ranges as soon as it has the header. Throws `ModelFileProblem`, and `AppError` of downloads.
 */
async function readRemoteGgufHeader(url: string, request: Fetch, signal: AbortSignal): Promise<FileWithHeader> {
  const pieces: Buffer[] = [];
  let length = 0;
  let fileBytes: number | undefined;
  let open: OpenRange | undefined;
  let failures = 0;
  const failed = (cause: unknown): void => {
    open = undefined;
    failures += 1;
    if (signal.aborted) throw abortError();
    if (failures >= patience) throw downloadFailed(url, cause instanceof Error ? messageOf(cause) : String(cause));
  };

  try {
    for (let wanted = firstReadBytes; ; wanted *= 4) {
      while (length < Math.min(wanted, fileBytes ?? Infinity)) {
        throwIfAborted(signal);
        open ??= await openRange(url, { from: length, to: wanted }, request, signal).catch((error: unknown) => {
          // Only the network's own failures may pass when tried again.
          if (error instanceof AppError || error instanceof ModelFileProblem || isAbort(error)) throw error;
          failed(error);
          return undefined;
        });
        if (open === undefined) continue;
        if (fileBytes !== undefined && fileBytes !== open.fileBytes)
          throw new ModelFileProblem('changed while it was read');
        ({ fileBytes } = open);
        const piece = await nextPiece(open).catch((error: unknown) => failed(error));
        if (open === undefined) continue;
        if (piece === undefined) {
          // The end of the range; before it nothing more may be coming for good.
          if (length < Math.min(open.to, fileBytes)) failed('the connection was closed');
          open = undefined;
          continue;
        }
        const fresh = piece.subarray(Math.max(0, length - open.position));
        open.position += piece.length;
        if (fresh.length === 0) continue;
        failures = 0;
        pieces.push(fresh);
        length += fresh.length;
      }
      const header = parseGgufHeader(Buffer.concat(pieces), fileBytes ?? 0);
      if (header !== undefined) return { header, fileBytes: fileBytes ?? 0 };
      if (length >= (fileBytes ?? 0)) throw new ModelFileProblem('is cut off');
    }
  } finally {
    await open?.reader.cancel().catch(() => {});
  }
}

interface OpenRange {
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  /** Of the next byte; the beginning of the file when the server ignores ranges. */
  position: number;
  /** Where the answer ends. */
  readonly to: number;
  readonly fileBytes: number;
}

async function openRange(
  url: string,
  { from, to }: { from: number; to: number },
  request: Fetch,
  signal: AbortSignal,
): Promise<OpenRange> {
  const headers = { range: `bytes=${from}-${to - 1}`, 'accept-encoding': 'identity' };
  const response = await request(url, { headers, signal });
  const { body, status } = response;
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  const isRange = status === 206 && Number(start) === from;
  const size = isRange ? total : status === 200 ? (response.headers.get('content-length') ?? undefined) : undefined;
  if (body === null || size === undefined) {
    await body?.cancel();
    throw refusal(url, status);
  }
  const fileBytes = Number(size);
  return { reader: body.getReader(), position: isRange ? from : 0, to: isRange ? to : fileBytes, fileBytes };
}

async function nextPiece({ reader }: OpenRange): Promise<Buffer | undefined> {
  const { done, value } = await reader.read();
  return done ? undefined : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function refusal(url: string, status: number): Error {
  const { host, pathname } = new URL(url);
  const name = decodeURIComponent(pathname.split('/').at(-1) ?? '');
  switch (status) {
    case 401:
    case 403:
      return new AppError('download-unauthorized', { name, host, hasToken: false });
    case 404:
    case 410:
      return new AppError('download-not-found', { name, host });
    case 429:
      return new AppError('download-rate-limited', { name, host });
    case 416:
      return new ModelFileProblem('changed while it was read');
    default:
      // Tried again: a server that is overloaded may answer the next time.
      return status >= 500
        ? new Error(`HTTP ${status}`)
        : downloadFailed(url, `HTTP ${status} without the file's size`);
  }
}

function downloadFailed(url: string, detail: string): AppError {
  const { host, pathname } = new URL(url);
  return new AppError('download-failed', { name: pathname.split('/').at(-1) ?? '', host, detail });
}

/** `fetch` says no more than that it failed; why is in the cause. */
function messageOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
