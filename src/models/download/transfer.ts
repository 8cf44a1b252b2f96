import { setMaxListeners } from 'node:events';
import { AppError, throwIfAborted } from '../../base/appError.ts';
import type { PartFile } from './partFile.ts';
import type { RemoteFile } from './remoteFile.ts';
import { type RetryPorts, retrying } from './retry.ts';
import { type Answer, type Http, checkStatus, networkFailure, sendRequest } from './sendRequest.ts';
import { type Span, type Spans, addSpan, missingSpans } from './spans.ts';
import { TransferFailure } from './transferFailure.ts';

export interface TransferPorts extends RetryPorts {
  readonly http: Http;
  readonly limits: TransferLimits;
}

export interface TransferLimits {
  /** How many requests at once, when the server gives parts of a file. */
  readonly connections: number;
  /** How much one request asks for. A file of one such part has one connection. */
  readonly spanBytes: number;
  /** A connection that brings nothing for so long is given up and opened anew. */
  readonly stallMs: number;
}

/**
 * One connection is often held back by the way to a far server, four seldom; each request goes through the host's
 * redirect, so the parts are not small.
 */
export const defaultLimits: TransferLimits = { connections: 4, spanBytes: 64 * 1024 * 1024, stallMs: 30_000 };

/** Written at once: a call for each of the network's small pieces would be most of the work. */
const writeBytes = 512 * 1024;

/**
 * Loads what `part` lacks of `remote`. Throws a {@link TransferFailure} when it gives up, `changed` when the server has
 * another file than `remote` says, and what writing threw; what arrived until then is in `part`. `version`: the `etag`
 * that each answer must have; the first one decides when it is undefined.
 */
export async function transfer(
  remote: RemoteFile,
  part: PartFile,
  version: FileVersion,
  ports: TransferPorts,
  signal: AbortSignal,
): Promise<void> {
  const { connections, spanBytes } = ports.limits;
  const ended = new AbortController();
  const every = AbortSignal.any([signal, ended.signal]);
  setMaxListeners(0, every);
  const whole: Span = { start: 0, end: remote.bytes };
  let taken: Spans = [];
  let allowed = connections;
  const others: Promise<void>[] = [];
  const failures: unknown[] = [];

  const takeSpan = (): Span | undefined => {
    const busy = taken.reduce(addSpan, part.good);
    const [first] = missingSpans(busy, whole);
    if (first === undefined) return undefined;
    const span = { start: first.start, end: Math.min(first.end, first.start + spanBytes) };
    taken = [...taken, span];
    return span;
  };
  const connect = async (index: number): Promise<void> => {
    try {
      for (;;) {
        const span = index < allowed ? takeSpan() : undefined;
        if (span === undefined) return;
        try {
          await retrying(() => receiveRest(span), { ...ports, progress: () => part.goodBytes }, every);
        } finally {
          taken = taken.filter((other) => other !== span);
        }
      }
    } catch (error) {
      failures.push(error);
      ended.abort();
    }
  };
  const onPartial = (): void => {
    for (let index = others.length + 1; index < allowed; index += 1) others.push(connect(index));
  };
  const receiveRest = async (span: Span): Promise<void> => {
    for (;;) {
      const [rest] = missingSpans(part.good, span);
      if (rest === undefined) return;
      const before = part.goodBytes;
      try {
        await receive({ remote, wanted: rest, part, version, onPartial }, ports, every);
      } catch (error) {
        if (isStatus(error, 429)) allowed = 1;
        throw error;
      }
      // A server may give less than it is asked for, but not nothing.
      if (part.goodBytes === before) {
        throw new TransferFailure({ kind: 'network', detail: 'the answer ended early' }, remote.url.host);
      }
    }
  };

  await connect(0);
  for (const other of others) await other;
  // What connections left that ended because the server allows one only.
  if (failures.length === 0) await connect(0);
  throwIfAborted(signal);
  if (failures.length > 0) throw failures[0];
}

/** Which of a host's files of one name the bytes are from, as far as its `etag` tells. */
export interface FileVersion {
  etag: string | undefined;
  /** False when the digest decides instead: some hosts name one file differently on each of their machines. */
  isChecked: boolean;
}

interface Reception {
  readonly remote: RemoteFile;
  readonly wanted: Span;
  readonly part: PartFile;
  readonly version: FileVersion;
  /** Called when the server gives parts of the file. */
  readonly onPartial: () => void;
}

async function receive(
  { remote, wanted, part, version, onPartial }: Reception,
  { http, clock, limits }: TransferPorts,
  signal: AbortSignal,
): Promise<void> {
  const stalled = new AbortController();
  const rearm = () => clock.after(limits.stallMs, () => stalled.abort());
  let timer = rearm();
  const either = AbortSignal.any([signal, stalled.signal]);
  let offset = wanted.start;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  const flush = async (): Promise<void> => {
    const chunks = pending;
    const at = offset;
    offset += pendingBytes;
    [pending, pendingBytes] = [[], 0];
    if (chunks.length > 0) await part.write(at, chunks);
  };
  let url = remote.url;
  try {
    const { credential } = remote;
    const headers = { range: `bytes=${wanted.start}-${wanted.end - 1}`, 'accept-encoding': 'identity' };
    const answer = await sendRequest(http, { url, method: 'GET', headers, credential }, either);
    ({ url } = answer);
    const answered = await checkAnswer(answer, wanted, remote, version);
    if (answered.isPartial) onPartial();
    offset = answered.start;
    for await (const chunk of answer.response.body ?? []) {
      timer.dispose();
      timer = rearm();
      const room = answered.end - offset - pendingBytes;
      pending.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      pendingBytes += Math.min(chunk.length, room);
      if (pendingBytes >= writeBytes) await flush();
      if (chunk.length > room) break;
    }
    await flush();
  } catch (error) {
    // What arrived is good, whatever became of the rest.
    await flush();
    if (stalled.signal.aborted && !signal.aborted) {
      throw new TransferFailure({ kind: 'network', detail: 'no data for too long', problem: 'timeout' }, url.host, {
        cause: error,
      });
    }
    if (error instanceof TransferFailure || error instanceof AppError) throw error;
    throw networkFailure(error, url, signal);
  } finally {
    timer.dispose();
  }
}

/** What an answer brings of the file. Throws when it is not of the file that was asked for; ends the body then. */
async function checkAnswer(
  answer: Answer,
  wanted: Span,
  remote: RemoteFile,
  version: FileVersion,
): Promise<Span & { readonly isPartial: boolean }> {
  const { response, url } = answer;
  const refuse = async (problem: TransferFailure['problem']): Promise<never> => {
    await response.body?.cancel();
    throw new TransferFailure(problem, url.host);
  };
  const otherSize = (actual: string): Promise<never> =>
    refuse({ kind: 'changed', what: 'size', expected: `${remote.bytes} bytes`, actual });
  if (response.status === 416) return otherSize('a shorter file');
  // The address that the host redirected to holds for a while only.
  const isRefused = response.status === 401 || response.status === 403;
  if (isRefused && url.origin !== remote.url.origin)
    return refuse({ kind: 'network', detail: `HTTP ${response.status}` });
  await checkStatus(answer);

  const etag = response.headers.get('etag') ?? undefined;
  if (version.isChecked && version.etag !== undefined && etag !== undefined && etag !== version.etag) {
    return refuse({ kind: 'changed', what: 'version', expected: version.etag, actual: etag });
  }
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (response.status === 206) {
    const [, start, , total] = range ?? [];
    if (Number(start) !== wanted.start) return refuse({ kind: 'network', detail: 'another part than was asked for' });
    if (total !== '*' && Number(total) !== remote.bytes) return otherSize(`${total} bytes`);
    version.etag ??= etag;
    return { ...wanted, isPartial: true };
  }
  const isPlain = (response.headers.get('content-encoding') ?? 'identity') === 'identity';
  const length = response.headers.get('content-length');
  if (isPlain && length !== null && Number(length) !== remote.bytes) return otherSize(`${length} bytes`);
  version.etag ??= etag;
  return { start: 0, end: remote.bytes, isPartial: false };
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof TransferFailure && error.problem.kind === 'status' && error.problem.status === status;
}
