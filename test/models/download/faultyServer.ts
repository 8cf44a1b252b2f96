/**
 * A real HTTP server that answers as Hugging Face and ModelScope do, and as badly as it is told to. The bytes come from
 * a second server, another origin, as from their content networks.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** What is wrong with one answer. */
export type Fault =
  | { readonly kind: 'none' }
  /** The connection ends after so many bytes of the body; cleanly, as when a proxy gives up, or with a reset. */
  | { readonly kind: 'drop'; readonly afterBytes: number; readonly isReset: boolean }
  /** Nothing more comes after so many bytes, and the connection stays open. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'ignore-range' }
  /** `content-length` and `content-range` are wrong by so much. */
  | { readonly kind: 'lie'; readonly byBytes: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'wrong-bytes' }
  | { readonly kind: 'throttle'; readonly pieceBytes: number }
  | { readonly kind: 'etag'; readonly etag: string }
  /** A detour within or to another origin. */
  | { readonly kind: 'redirect'; readonly location: string };

export interface SeenRequest {
  readonly server: 'hub' | 'files';
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface HostedFile {
  readonly content: Buffer;
  /** What the hub says, when it is not the truth. */
  readonly claimedSha256?: string;
  readonly isGated?: boolean;
}

export interface FaultyServer {
  readonly hub: URL;
  /** Where the bytes are. */
  readonly contentNetwork: URL;
  readonly seen: SeenRequest[];
  /** By `owner/name/file`. */
  readonly files: Map<string, HostedFile>;
  /** Asked for each answer with a body, and, with `hub`, for those about files. */
  faultFor: (request: SeenRequest) => Fault;
  /** Without the headers that Hugging Face adds, as some mirrors. */
  hasLinkedHeaders: boolean;
  hasModelScope: boolean;
  hasHuggingFace: boolean;
  /** How many answers about this file (`owner/name/file`) have stalled, with a client that still waits. */
  openStalls(file: string): number;
  close(): Promise<void>;
}

export const goodToken = 'hf_test-token';
const commit = 'c'.repeat(40);

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export async function startFaultyServer(): Promise<FaultyServer> {
  const seen: SeenRequest[] = [];
  const files = new Map<string, HostedFile>();
  const sockets = new Set<Socket>();
  const stalls = new Map<string, number>();
  const noteStall = (name: string, change: 1 | -1): void => {
    stalls.set(name, (stalls.get(name) ?? 0) + change);
  };
  const note = (server: SeenRequest['server'], request: IncomingMessage): SeenRequest => {
    const { method = '', url = '' } = request;
    const { range, authorization } = request.headers;
    const noted = { server, method, path: url, range, authorization };
    seen.push(noted);
    return noted;
  };
  const fileServer = createServer((request, response) => {
    const noted = note('files', request);
    const name = noted.path.slice(1);
    const file = files.get(name);
    if (file === undefined) return answer(response, 404);
    void sendFile(noted, response, file.content, faulty.faultFor(noted), () => {
      noteStall(name, 1);
      response.on('close', () => noteStall(name, -1));
    });
  });
  const hubServer = createServer((request, response) => {
    const noted = note('hub', request);
    const fault = faulty.faultFor(noted);
    if (fault.kind === 'status') return answer(response, fault.status, retryHeader(fault));
    if (fault.kind === 'redirect') return answer(response, 302, { location: fault.location });
    answerAsHub(noted, response);
  });
  for (const server of [fileServer, hubServer]) {
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
  }
  await Promise.all([once(fileServer, 'listening'), once(hubServer, 'listening')]);
  const fileOrigin = originOf(fileServer);

  const answerAsHub = ({ path, authorization, method }: SeenRequest, response: ServerResponse): void => {
    const url = new URL(path, 'http://hub');
    const list = /^\/api\/v1\/models\/([^/]+\/[^/]+)\/repo\/files$/.exec(url.pathname);
    if (list?.[1] !== undefined && faulty.hasModelScope) return answerList(response, list[1]);
    const tree = /^\/api\/models\/([^/]+\/[^/]+)\/tree\/[^/]+(\/.*)?$/.exec(url.pathname);
    if (tree?.[1] !== undefined && faulty.hasHuggingFace) return answerTree(response, tree[1]);
    const resolve = /^(\/models)?\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(url.pathname);
    const isHosted = resolve?.[1] === undefined ? faulty.hasHuggingFace : faulty.hasModelScope;
    const name = `${resolve?.[2]}/${resolve?.[3]}`;
    const file = files.get(name);
    if (file === undefined || !isHosted) return answer(response, 404, { 'x-error-code': 'EntryNotFound' });
    if (file.isGated === true && authorization !== `Bearer ${goodToken}`) return answer(response, 401);
    const linked = {
      'x-linked-size': String(file.content.length),
      'x-linked-etag': `"${file.claimedSha256 ?? sha256(file.content)}"`,
      'x-repo-commit': commit,
    };
    const location = `${fileOrigin}/${name}`;
    if (!faulty.hasLinkedHeaders && method === 'HEAD') {
      return answer(response, 200, { 'content-length': String(file.content.length) });
    }
    answer(response, 302, { location, ...(faulty.hasLinkedHeaders ? linked : {}) });
  };
  const hosted = (repository: string): [string, HostedFile][] =>
    [...files].flatMap(([name, file]) =>
      name.startsWith(`${repository}/`) ? [[name.slice(repository.length + 1), file]] : [],
    );
  const answerTree = (response: ServerResponse, repository: string): void =>
    answerJson(
      response,
      hosted(repository).map(([path, { content, claimedSha256 }]) => ({
        type: 'file',
        path,
        size: content.length,
        lfs: { oid: claimedSha256 ?? sha256(content), size: content.length, pointerSize: 134 },
      })),
    );
  const answerList = (response: ServerResponse, repository: string): void =>
    answerJson(response, {
      Code: 200,
      Data: {
        Files: [
          { Path: 'folder', Type: 'tree', Size: 0, Sha256: '' },
          ...hosted(repository).map(([path, { content, claimedSha256 }]) => ({
            Path: path,
            Type: 'blob',
            Size: content.length,
            Sha256: claimedSha256 ?? sha256(content),
          })),
        ],
      },
    });

  const faulty: FaultyServer = {
    hub: new URL(originOf(hubServer)),
    contentNetwork: new URL(fileOrigin),
    seen,
    files,
    faultFor: () => ({ kind: 'none' }),
    hasLinkedHeaders: true,
    hasModelScope: true,
    hasHuggingFace: true,
    openStalls: (name) => stalls.get(name) ?? 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([fileServer, hubServer].map((server) => new Promise((done) => server.close(done))));
    },
  };
  return faulty;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end();
}

function answerJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function retryHeader({ retryAfter }: { readonly retryAfter?: string }): Record<string, string> {
  return retryAfter === undefined ? {} : { 'retry-after': retryAfter };
}

async function sendFile(
  request: SeenRequest,
  response: ServerResponse,
  content: Buffer,
  fault: Fault,
  onStall: () => void,
): Promise<void> {
  if (fault.kind === 'status') return answer(response, fault.status, retryHeader(fault));
  if (fault.kind === 'redirect') return answer(response, 302, { location: fault.location });
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.range ?? '');
  const isPartial = range !== null && fault.kind !== 'ignore-range';
  const start = isPartial ? Number(range[1]) : 0;
  const end = isPartial ? Math.min(Number(range[2]) + 1, content.length) : content.length;
  if (start >= content.length) return answer(response, 416, { 'content-range': `bytes */${content.length}` });
  const lie = fault.kind === 'lie' ? fault.byBytes : 0;
  const length = Math.max(1, end - start + lie);
  response.writeHead(isPartial ? 206 : 200, {
    etag: fault.kind === 'etag' ? fault.etag : '"1"',
    'content-length': String(length),
    ...(isPartial ? { 'content-range': `bytes ${start}-${end - 1}/${content.length + lie}` } : {}),
  });
  response.on('error', () => {});
  let body = content.subarray(start, Math.min(end, start + length));
  if (fault.kind === 'wrong-bytes') body = Buffer.from(body.map((byte) => byte ^ 0xff));
  switch (fault.kind) {
    case 'drop':
    case 'stall':
      response.flushHeaders();
      if (fault.kind === 'stall' && fault.afterBytes < body.length) onStall();
      if (fault.afterBytes > 0) await written(response, body.subarray(0, fault.afterBytes));
      if (fault.kind === 'stall') {
        // A whole answer that is not ended would hold up the next request on its connection, another file's perhaps.
        if (fault.afterBytes >= body.length) response.end();
        return;
      }
      if (fault.isReset) response.socket?.resetAndDestroy();
      else response.socket?.end();
      return;
    case 'throttle':
      for (let at = 0; at < body.length && !response.destroyed; at += fault.pieceBytes) {
        await written(response, body.subarray(at, at + fault.pieceBytes));
        await setTimeout(1);
      }
      response.end();
      return;
    default:
      await written(response, body);
      // A length that was too large leaves the reader waiting for what never comes.
      if (body.length < length) response.socket?.end();
      else response.end();
  }
}

function written(response: ServerResponse, chunk: Uint8Array): Promise<unknown> {
  return new Promise((resolve) => response.write(chunk, resolve));
}
