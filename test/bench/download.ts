/**
 * `npm run bench:download`: how fast a file comes from a server on this machine, against `fetch` piped to a file and
 * against curl, and how long the other work of the process waits meanwhile. Parity also computes the digest and brings
 * the bytes to the disk itself; the others do neither.
 */
import { execFile, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { createDownloads } from '../../src/models/download/downloads.ts';
import { freeBytesOf } from '../../src/models/download/freeSpace.ts';
import { modelDownloadSchema } from '../../src/models/download/modelDownload.ts';
import { type TransferLimits, defaultLimits } from '../../src/models/download/transfer.ts';
import { httpFetch } from '../../src/providers/httpFetch.ts';
import { byteStream } from '../model/randomNumbers.ts';
import { median, milliseconds, printMachine, printTable, times } from './report.ts';

const bytes = 1024 ** 3;
const rounds = 3;
const pieceBytes = 256 * 1024;
const content = (): Buffer => byteStream(1, 'download')(bytes);

if (process.argv[2] === 'serve') serve();
else await bench();

function serve(): void {
  const body = content();
  const server = createServer((request, response) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const start = Number(first ?? 0);
    const end = Math.min(Number(last ?? bytes - 1) + 1, bytes);
    response.writeHead(first === undefined ? 200 : 206, {
      'content-length': String(end - start),
      ...(first === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${bytes}` }),
    });
    if (request.method === 'HEAD') response.end();
    else if (request.url?.startsWith('/slow') === true) void sendSlowly(response, body.subarray(start, end));
    else response.end(body.subarray(start, end));
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit(0));
}

/** As fast as a very good connection: 100 MB a second. */
async function sendSlowly(response: ServerResponse, part: Buffer): Promise<void> {
  const started = performance.now();
  for (let at = 0; at < part.length; at += pieceBytes) {
    response.write(part.subarray(at, at + pieceBytes));
    await setTimeout(Math.max(0, (at + pieceBytes) / 1e5 - (performance.now() - started)));
  }
  response.end();
}

interface Run {
  readonly seconds: number;
  readonly delayMs: { readonly p99: number; readonly max: number };
}

async function measure(work: () => Promise<unknown>): Promise<Run> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  delays.disable();
  return { seconds, delayMs: { p99: delays.percentile(99) / 1e6, max: delays.max / 1e6 } };
}

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-bench-'));
  const server = fork(fileURLToPath(import.meta.url), ['serve']);
  try {
    const [port] = (await once(server, 'message')) as [number];
    const url = `http://127.0.0.1:${port}/file.gguf`;
    const slow = `http://127.0.0.1:${port}/slow.gguf`;
    const one = { ...defaultLimits, connections: 1 };
    const hex = createHash('sha256').update(content()).digest('hex');
    const ways = {
      Parity: () => withParity(url, hex, folder, defaultLimits),
      'fetch to a file': () => withFetch(url, join(folder, 'fetch')),
      curl: () => promisify(execFile)('curl', ['-s', '-o', join(folder, 'curl'), url]),
      'Parity, at 100 MB/s': () => withParity(slow, hex, folder, one),
      'fetch to a file, at 100 MB/s': () => withFetch(slow, join(folder, 'fetch')),
      nothing: () => setTimeout(1_000),
    };
    const runs = new Map<string, Run[]>(Object.keys(ways).map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, work] of Object.entries(ways)) {
        runs.get(name)?.push(await measure(work));
        for (const file of ['Parity', 'fetch', 'curl']) await rm(join(folder, file), { recursive: true, force: true });
      }
    }
    print(runs);
  } finally {
    server.disconnect();
    await rm(folder, { recursive: true, force: true });
  }
}

function print(runs: ReadonlyMap<string, readonly Run[]>): void {
  printMachine(1);
  const secondsOf = (name: string): number => median(runs.get(name)?.map(({ seconds }) => seconds) ?? []);
  const rate = (name: string): string => `${Math.round(bytes / 1e6 / secondsOf(name))} MB/s`;
  printTable(
    `1 GiB from a server on this machine to a file, medians of ${rounds}`,
    ['', 'throughput', 'Parity against it', 'event loop delay, p99', 'longest'],
    [...runs].map(([name, measured]) => [
      name,
      name === 'nothing' ? '' : rate(name),
      /nothing|at 100/.test(name) ? '' : times(secondsOf(name) / secondsOf('Parity')),
      milliseconds(median(measured.map(({ delayMs }) => delayMs.p99))),
      milliseconds(median(measured.map(({ delayMs }) => delayMs.max))),
    ]),
  );
}

async function withFetch(url: string, path: string): Promise<void> {
  const { body } = await fetch(url);
  // The two declarations of the same stream differ in name only.
  await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(path));
}

async function withParity(url: string, hex: string, folder: string, limits: TransferLimits): Promise<void> {
  const downloads = createDownloads({
    folder: () => join(folder, 'Parity'),
    http: { fetch: httpFetch, isOffline: () => true },
    chooseSource: () =>
      Promise.resolve({
        order: 'auto',
        huggingFaceUrl: new URL(url),
        modelScopeUrl: new URL(url),
        huggingFaceToken: undefined,
      }),
    freeBytes: freeBytesOf,
    limits,
    clock: systemClock,
    random: Math.random,
    log: silentLog,
  });
  const download = modelDownloadSchema.parse({
    id: 'bench',
    name: 'bench',
    folder: 'bench',
    origin: { kind: 'address', url },
    files: [{ path: 'file.gguf', bytes, digest: { algorithm: 'sha256', hex } }],
  });
  const end = await downloads.start(download);
  if (end.kind !== 'done') throw new Error(`the download ended ${end.kind}`, { cause: end });
}
