/**
 * An HTTP server on this machine alone, through which other programs use a model. It knows no editor: the engine, the
 * key and the log come in.
 */
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { isAbort } from '../base/appError.ts';
import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import { answerRequest } from './answerRequest.ts';
import { refuseForeign, refuseWithoutKey } from './checkCaller.ts';
import { type Exchange, type ServingPorts, isAnthropic, sendJson, sendRefusal } from './exchange.ts';
import { readBody } from './readBody.ts';
import { refuse } from './refusal.ts';
import { createRequestQueue } from './requestQueue.ts';
import type { ServedModel } from './servedModel.ts';
import { toRefusal } from './toRefusal.ts';

export interface ModelServerOptions {
  readonly model: ServedModel;
  /** Asked for at each request: it may be changed. */
  readonly key: () => string;
  /** The next that are free are tried when it is taken. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ModelServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly counts: ServedCounts;
  readonly onCounts: Event<ServedCounts>;
  /** Ends what is being answered. */
  close(): Promise<void>;
}

export interface ServedCounts {
  /** Answered in full. */
  readonly served: number;
  readonly refused: number;
  /** Being answered now. */
  readonly running: number;
}

/** Never an address that another machine can reach. */
const address = '127.0.0.1';
/** After so many taken ports any free one will do. */
const portsTried = 10;
const limits = { running: 1, waiting: 16 } as const;

export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const { model, key, clock, log } = options;
  const counts = new Emitter<ServedCounts>((error) => log.error('listener of the model server failed', error));
  let current: ServedCounts = { served: 0, refused: 0, running: 0 };
  const ports: ServingPorts = {
    model,
    queues: { reply: createRequestQueue(limits, clock), infill: createRequestQueue(limits, clock) },
    clock,
    now: () => Math.floor(Date.now() / 1000),
  };
  const note = (change: Partial<ServedCounts>): void => {
    current = { ...current, ...change };
    counts.fire(current);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const exchange = exchangeOf(request, response);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const startedMs = clock.now();
    note({ running: current.running + 1 });
    try {
      refuseForeign(request.headers);
      if (exchange.path === '/health') {
        sendJson(exchange, { status: 'ok' });
        note({ running: current.running - 1 });
        return;
      }
      refuseWithoutKey(request.headers, key());
      await answerRequest({ exchange, readText: () => readBody(request) }, ports, gone.signal);
      note({ running: current.running - 1, served: current.served + 1 });
    } catch (error) {
      const isGone = isAbort(error) || gone.signal.aborted;
      note({ running: current.running - 1, refused: current.refused + (isGone ? 0 : 1) });
      if (isGone) response.destroy();
      else fail(exchange, error);
    }
    const milliseconds = Math.round(clock.now() - startedMs);
    log.debug(`served ${exchange.method} ${exchange.path}: ${response.statusCode} in ${milliseconds} ms`);
  };

  const fail = (exchange: Exchange, error: unknown): void => {
    const { response } = exchange;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const refusal = toRefusal(error);
    if (refusal.kind === 'failed' || refusal.kind === 'unavailable')
      log.error(`serving ${exchange.path} failed`, error);
    // What is left of a body that nobody reads would be taken for the next request.
    if (refusal.kind === 'too-large') response.setHeader('connection', 'close');
    sendRefusal(exchange, refusal);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error('the model server failed', error);
      response.destroy();
    });
  });
  const port = await listen(server, options.port);
  return {
    port,
    url: `http://${address}:${port}`,
    get counts() {
      return current;
    },
    onCounts: counts.event,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const id = randomUUID().replaceAll('-', '');
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const exchange = { method: request.method ?? '', path, headers: request.headers, id, response };
  // As the two APIs name it; their SDKs show it.
  response.setHeader(isAnthropic(exchange) ? 'request-id' : 'x-request-id', id);
  return exchange;
}

async function listen(server: Server, wanted: number): Promise<number> {
  const candidates = wanted === 0 ? [0] : [...Array.from({ length: portsTried }, (_, at) => wanted + at), 0];
  for (const candidate of candidates) {
    if (candidate > 65_535) continue;
    const port = await tryPort(server, candidate);
    if (port !== undefined) return port;
  }
  throw refuse('failed', 'No port is free.');
}

/** Undefined: it is taken, or may not be used. */
function tryPort(server: Server, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { readonly code?: string }): void => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    };
    server.once('error', fail);
    server.listen(port, address, () => {
      server.off('error', fail);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : undefined);
    });
  });
}
