import { readFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError, isAbort } from '../../src/base/appError.ts';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { checkRemoteModel } from '../../src/models/remoteHeader.ts';
import { writeSplitModel } from '../model/makeSplitModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';

const never = new AbortController().signal;
const starterPath = fileURLToPath(new URL('../../media/models/starter.gguf', import.meta.url));
const starter = readFileSync(starterPath);

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answer: Answer = () => {};
let server: Server;
let base = '';
/** Of all answers since the last test began. */
let sentBytes = 0;
let ranges: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const write = response.write.bind(response);
    response.write = ((chunk: Buffer, ...rest: []) => {
      sentBytes += chunk.length;
      return write(chunk, ...rest);
    }) as typeof response.write;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

function serve(next: Answer): void {
  answer = next;
  sentBytes = 0;
  ranges = [];
}

/** Writes as fast as the other side reads, and stops when it has gone. */
function send(response: ServerResponse, bytes: Buffer, from = 0): void {
  const end = Math.min(bytes.length, from + 65_536);
  if (response.destroyed) return;
  if (from >= bytes.length) response.end();
  else if (response.write(bytes.subarray(from, end))) setImmediate(send, response, bytes, end);
  else response.once('drain', () => send(response, bytes, end));
}

function rangeOf(request: IncomingMessage, bytes: Buffer): { from: number; part: Buffer; contentRange: string } {
  const [, from = '0', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const part = bytes.subarray(Number(from), Number(to) + 1);
  return { from: Number(from), part, contentRange: `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}` };
}

function withRanges(bytes: Buffer): Answer {
  return (request, response) => {
    const { part, contentRange } = rangeOf(request, bytes);
    response.writeHead(206, { 'content-range': contentRange, 'content-length': part.length });
    send(response, part);
  };
}

async function codeOf(check: Promise<unknown>): Promise<string> {
  const error: unknown = await check.then(
    () => 'accepted',
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) return isAbort(error) ? 'aborted' : String(error);
  const problem =
    'problem' in error.data ? `: ${error.data.problem}` : 'detail' in error.data ? `: ${error.data.detail}` : '';
  return error.code + problem;
}

const remote = (path = '/starter.gguf'): Promise<unknown> => checkRemoteModel(base + path, fetch, never);

test('a header read over the network says what the file would', async () => {
  serve(withRanges(starter));
  expect(await remote('/starter.gguf?download=true')).toEqual(await checkModelFile(starterPath, never));
  expect(ranges).toEqual(['bytes=0-1048575']);
  expect(sentBytes).toBeLessThanOrEqual(1 << 20);
});

test('a longer header is read in growing ranges, each only once', async () => {
  const path = join(temporaryFolder(), 'long.gguf');
  await makeTinyModel(path, { zeroWeights: true, setKeys: { filler: { type: 'string', value: 'x'.repeat(3 << 20) } } });
  serve(withRanges(readFileSync(path)));
  await remote();
  expect(ranges).toEqual(['bytes=0-1048575', 'bytes=1048576-4194303']);
});

test('of a split model the headers of all parts are read', async () => {
  const folder = temporaryFolder();
  const first = writeSplitModel(folder, 'big', 3);
  serve((request, response) => withRanges(readFileSync(join(folder, request.url ?? '')))(request, response));
  expect(await remote('/big-00001-of-00003.gguf')).toEqual(await checkModelFile(first, never));
  expect(ranges).toHaveLength(3);
});

test('a server that ignores ranges is left as soon as the header is there', async () => {
  const large = Buffer.concat([starter, Buffer.alloc(96 << 20)]);
  const closed = new Promise<void>((resolve) => {
    serve((_, response) => {
      response.on('close', resolve);
      response.writeHead(200, { 'content-length': large.length });
      send(response, large);
    });
  });
  expect(await remote()).toMatchObject({ name: 'Parity Starter', fileBytes: large.length });
  await closed;
  // What the two ends' buffers hold goes beyond what was read.
  expect(sentBytes).toBeLessThan(32 << 20);
  expect(ranges).toHaveLength(1);
});

test('a broken connection is taken up where it broke', async () => {
  let answers = 0;
  serve((request, response) => {
    const { part, contentRange } = rangeOf(request, starter);
    response.writeHead(206, { 'content-range': contentRange, 'content-length': part.length });
    answers += 1;
    if (answers > 4) return send(response, part);
    response.write(part.subarray(0, 100_000), () => setImmediate(() => response.destroy()));
  });
  expect(await remote()).toMatchObject({ name: 'Parity Starter' });
  const starts = ranges.map((range) => Number(/=(\d+)-/.exec(range ?? '')?.[1]));
  expect(starts).toHaveLength(5);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
});

test('a server that never sends anything ends in an error that says so', async () => {
  serve((_, response) => response.destroy());
  expect(await codeOf(remote())).toMatch(/^download-failed: /);
  expect(ranges).toHaveLength(3);
});

test.each([
  [401, 'download-unauthorized'],
  [403, 'download-unauthorized'],
  [404, 'download-not-found'],
  [429, 'download-rate-limited'],
  [503, 'download-failed: HTTP 503'],
  [204, "download-failed: HTTP 204 without the file's size"],
])('status %d is %s', async (status, expected) => {
  serve((_, response) => response.writeHead(status).end());
  expect(await codeOf(remote())).toBe(expected);
});

test('a page, a short file and a changing one are no models', async () => {
  const page = Buffer.from('<!doctype html><title>Sign in</title>');
  serve((_, response) => {
    response.writeHead(200, { 'content-length': page.length });
    response.end(page);
  });
  expect(await codeOf(remote())).toBe('model-invalid: is not a GGUF file (starts with "<!doctype html><")');

  serve(withRanges(starter.subarray(0, 50_000)));
  expect(await codeOf(remote())).toMatch(/^model-invalid: is cut off/);

  let answers = 0;
  serve((request, response) => {
    const { part, contentRange } = rangeOf(request, starter);
    const range = answers++ === 0 ? contentRange : contentRange.replace(/\d+$/, '7');
    response.writeHead(206, { 'content-range': range, 'content-length': part.length });
    response.write(part.subarray(0, 1000), () => setImmediate(() => response.destroy()));
  });
  expect(await codeOf(remote())).toBe('model-invalid: changed while it was read');
});

test('an aborted reading rejects as aborted', async () => {
  const controller = new AbortController();
  serve((_, response) => {
    response.writeHead(206, { 'content-range': `bytes 0-99/${starter.length}`, 'content-length': 100 });
    response.flushHeaders();
    controller.abort();
  });
  expect(await codeOf(checkRemoteModel(`${base}/x.gguf`, fetch, controller.signal))).toBe('aborted');
});
