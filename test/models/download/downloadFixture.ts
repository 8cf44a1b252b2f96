import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppError } from '../../../src/base/appError.ts';
import type { DownloadState } from '../../../src/models/download/downloadState.ts';
import type { DownloadsPorts } from '../../../src/models/download/downloads.ts';
import { type ModelDownload, describeModelDownload } from '../../../src/models/download/modelDownload.ts';
import { type Span, type Spans, addSpan, byteCount, missingSpans } from '../../../src/models/download/spans.ts';
import { httpFetch } from '../../../src/providers/httpFetch.ts';
import { portsForHub } from './downloadPorts.ts';
import { type FaultyServer, sha256 } from './faultyServer.ts';

/** `fetch` that notes which bytes of the files were read from its answers to requests for a part. */
export interface CountingFetch {
  readonly fetch: typeof fetch;
  /** Read more than once. */
  readonly repeatedBytes: number;
  readonly requests: number;
}

export function countingFetch(): CountingFetch {
  let read: Spans = [];
  let repeatedBytes = 0;
  let requests = 0;
  const note = (span: Span): void => {
    repeatedBytes += span.end - span.start - byteCount(missingSpans(read, span));
    read = addSpan(read, span);
  };
  return {
    get repeatedBytes() {
      return repeatedBytes;
    },
    get requests() {
      return requests;
    },
    async fetch(input, init) {
      requests += 1;
      const response = await httpFetch(input, init);
      const start = Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1]);
      if (response.status !== 206 || response.body === null) return response;
      const reader = response.body.getReader();
      let at = start;
      // Hands on a piece only when it is asked for one, so that what is noted was really taken.
      const body = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const { done, value } = await reader.read();
            if (done) return controller.close();
            note({ start: at, end: at + value.length });
            at += value.length;
            controller.enqueue(value);
          },
          cancel: (reason) => reader.cancel(reason),
        },
        { highWaterMark: 0 },
      );
      return new Response(body, response);
    },
  };
}

export function portsFor(server: FaultyServer, root: string, changes: Partial<DownloadsPorts> = {}): DownloadsPorts {
  return portsForHub(server.hub, root, changes);
}

/** Puts a file on the server under a repository of its own. */
export function hostFile(server: FaultyServer, repository: string, file: string, bytes: number): Buffer {
  const content = randomBytes(bytes);
  server.files.set(`${repository}/${file}`, { content });
  return content;
}

/** From both hosts; `known`: what the catalogue says. */
export function downloadOf(
  repository: string,
  path: string,
  known: { readonly bytes?: number; readonly sha256?: string } = {},
): ModelDownload {
  return describeModelDownload('Test', { huggingFace: repository, modelScope: repository }, [{ path, ...known }]);
}

export function failureCode(state: DownloadState): AppError['code'] | undefined {
  return state.kind === 'failed' ? state.error.code : undefined;
}

export interface FileTrace {
  readonly isWhole: boolean;
  readonly hasPart: boolean;
  readonly hasRejected: boolean;
}

/** What is on the disk of a file. */
export function traceOf(root: string, path: string, content: Buffer): FileTrace {
  const target = join(root, path);
  return {
    isWhole: existsSync(target) && sha256(readFileSync(target)) === sha256(content),
    hasPart: existsSync(`${target}.part`),
    hasRejected: existsSync(`${target}.rejected`),
  };
}
