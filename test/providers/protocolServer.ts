/**
 * A server on this machine that speaks OpenAI's and Anthropic's protocols as the real ones do, chunk for chunk, and says
 * what a test scripted. It refuses like them too: a wrong key, a parameter that a model does not take, no credit.
 */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerRequest } from '../../src/serving/answerRequest.ts';
import { type Exchange as ServedExchange, type ServingPorts, sendRefusal } from '../../src/serving/exchange.ts';
import { toRefusal } from '../../src/serving/toRefusal.ts';
import { eventText } from '../../src/serving/wireEvent.ts';
import { messageEvents } from './anthropicWire.ts';
import type { Answer, GoodAnswer, Refusal } from './answer.ts';
import { breakAfter, fail } from './faults.ts';
import { type OpenAiDialect, chatChunks, completionChunks, infillChunks } from './openAiWire.ts';

export interface ProtocolServerOptions {
  /** Listed by `/v1/models`; each with what a real server adds, such as `max_model_len`. */
  readonly models?: readonly { readonly id: string; readonly [key: string]: unknown }[];
  /** Required of every request. Absent: anyone may ask. */
  readonly key?: string;
  /** Parameters that are refused with 400, as newer models do. */
  readonly refuses?: readonly string[];
  readonly thinkingIn?: OpenAiDialect['thinkingIn'];
  /** What stands beside the API: llama-server's and vLLM's own ways. Absent: 404. */
  readonly kind?: 'llama-server' | 'vllm';
  /** llama-server without the control tokens. */
  readonly cannotInfill?: true;
  /** Answers what the script has nothing for, as Parity itself serves a model. See `startEngineServer`. */
  readonly engine?: ServingPorts;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Parsed; empty for a GET. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Did the other end go away before the answer was complete? */
  readonly wasAborted: () => boolean;
}

export interface ProtocolServer {
  /** `http://127.0.0.1:PORT`, without `/v1`. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Adds to the script. The first answer that fits is taken. */
  say(...answers: readonly Answer[]): void;
  /** Resolves when a request that is being answered is given up by the other end. */
  readonly nextAbort: () => Promise<void>;
  close(): Promise<void>;
}

export async function startProtocolServer(options: ProtocolServerOptions = {}): Promise<ProtocolServer> {
  const script: Answer[] = [];
  const requests: RecordedRequest[] = [];
  const abortListeners = new Set<() => void>();

  const take = (bodyText: string): Answer | undefined => {
    const index = script.findIndex(({ when }) => when === undefined || bodyText.includes(when));
    const answer = script[index];
    if (answer === undefined) return undefined;
    if (answer.repeats !== true) script.splice(index, 1);
    return answer;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bodyText = await textOf(request);
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    let wasAborted = false;
    response.on('close', () => {
      wasAborted = !response.writableFinished;
      if (wasAborted) for (const listener of abortListeners) listener();
    });
    const body = bodyText === '' ? {} : (JSON.parse(bodyText) as Record<string, unknown>);
    const recorded = { method: request.method ?? '', path, headers: request.headers, body };
    requests.push({ ...recorded, wasAborted: () => wasAborted });
    await respond({ ...recorded, bodyText, response }, options, take);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    say: (...answers) => void script.push(...answers),
    nextAbort: () =>
      new Promise((resolve) => {
        const listener = (): void => {
          abortListeners.delete(listener);
          resolve();
        };
        abortListeners.add(listener);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
  readonly bodyText: string;
  readonly response: ServerResponse;
}

async function respond(
  exchange: Exchange,
  options: ProtocolServerOptions,
  take: (bodyText: string) => Answer | undefined,
): Promise<void> {
  const { path, body, response } = exchange;
  const { engine } = options;
  const isAnthropic = exchange.headers['anthropic-version'] !== undefined;
  if (options.key !== undefined && keyOf(exchange, isAnthropic) !== options.key) {
    const given = keyOf(exchange, isAnthropic) ?? '';
    return refuse(exchange, isAnthropic, {
      kind: 'refusal',
      status: 401,
      // As OpenAI does, which is why keys have to be taken out of what servers say.
      message: isAnthropic ? 'invalid x-api-key' : `Incorrect API key provided: ${given}.`,
      code: isAnthropic ? 'authentication_error' : 'invalid_api_key',
    });
  }
  if (path.endsWith('/models')) return json(response, 200, { object: 'list', data: options.models ?? [] });
  if (answerBeside(exchange, options)) return undefined;
  if (engine !== undefined && !answerPath.test(path)) return answerByEngine(exchange, engine);
  if (!answerPath.test(path)) {
    return json(response, 404, { error: { message: `Invalid URL (${path})`, type: 'invalid_request_error' } });
  }
  if (path === '/infill' && options.kind !== 'llama-server') return json(response, 404, { error: 'not found' });
  const refused = options.refuses?.find((name) => refusedPart(body, name));
  if (refused !== undefined) {
    return refuse(exchange, isAnthropic, {
      kind: 'refusal',
      status: 400,
      message: isAnthropic
        ? `${refused}: this parameter is not supported by this model`
        : `Unsupported parameter: '${refused}' is not supported with this model.`,
      code: isAnthropic ? 'invalid_request_error' : 'unsupported_parameter',
      parameter: refused,
    });
  }
  const answer = take(exchange.bodyText);
  if (answer === undefined) {
    if (engine !== undefined) return answerByEngine(exchange, engine);
    return refuse(exchange, isAnthropic, {
      kind: 'refusal',
      status: 500,
      message: 'the script has no answer for this',
    });
  }
  switch (answer.kind) {
    case 'refusal':
      return refuse(exchange, isAnthropic, answer);
    case 'fault': {
      const { fault, text, afterEvents = 4 } = answer;
      if (engine === undefined || text !== undefined || (fault !== 'cut' && fault !== 'stall')) {
        return fail(exchange, answer);
      }
      breakAfter(response, fault, afterEvents);
      return answerByEngine(exchange, engine);
    }
    case 'answer':
      await answer.hold;
      return stream(exchange, options, answer);
  }
}

const answerPath = /\/(?:chat\/completions|completions|messages)$|^\/infill$/;

let requestCount = 0;

async function answerByEngine(
  { method, path, headers, bodyText, response }: Exchange,
  ports: ServingPorts,
): Promise<void> {
  const exchange: ServedExchange = { method, path, headers, response, id: `test${++requestCount}` };
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    await answerRequest({ exchange, readText: async () => bodyText }, ports, gone.signal);
  } catch (error) {
    if (gone.signal.aborted || response.headersSent) response.destroy();
    else sendRefusal(exchange, toRefusal(error));
  }
}

/** A parameter, or one inside another: `thinking.budget_tokens`, as Anthropic names them. */
function refusedPart(body: Readonly<Record<string, unknown>>, name: string): boolean {
  let value: unknown = body;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return false;
    value = (value as Record<string, unknown>)[part];
  }
  return true;
}

function keyOf({ headers }: Exchange, isAnthropic: boolean): string | undefined {
  if (isAnthropic) return typeof headers['x-api-key'] === 'string' ? headers['x-api-key'] : undefined;
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
}

/** True when it was one of these. A token has four characters. */
function answerBeside({ path, body, response }: Exchange, { kind, cannotInfill }: ProtocolServerOptions): boolean {
  const tokens = (value: unknown): number => Math.ceil(JSON.stringify(value).length / 4);
  if (kind === 'llama-server' && path === '/props') {
    json(response, 200, {
      default_generation_settings: { n_ctx: 4096 },
      total_slots: 1,
      model_path: '/models/model.gguf',
      chat_template: '{% if tools %}{{ tools }}{% endif %}{% if enable_thinking %}<think>{% endif %}',
    });
    return true;
  }
  if (kind === 'llama-server' && path === '/apply-template') {
    json(response, 200, { prompt: JSON.stringify(body['messages']) });
    return true;
  }
  if (kind === 'llama-server' && path === '/infill' && cannotInfill === true) {
    const message = 'Infill is not supported by this model: prefix token is missing. ';
    json(response, 501, { error: { code: 501, message, type: 'not_supported_error' } });
    return true;
  }
  if (kind !== undefined && path === '/tokenize') {
    const count = tokens(kind === 'vllm' ? body['messages'] : body['content']);
    const list = Array.from({ length: count }, (_, index) => index);
    json(response, 200, kind === 'vllm' ? { count, max_model_len: 4096, tokens: list } : { tokens: list });
    return true;
  }
  return false;
}

async function stream({ path, body, response }: Exchange, options: ProtocolServerOptions, answer: GoodAnswer) {
  const model = String(body['model']);
  const wantsUsage = (body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true;
  const dialect: OpenAiDialect = {
    model,
    thinkingIn: options.thinkingIn ?? 'reasoning_content',
    includesUsage: wantsUsage,
  };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (path.endsWith('/messages')) {
    for (const event of messageEvents(answer, model)) {
      if (event === undefined) await answer.pause;
      else response.write(eventText(event));
    }
    response.end();
    return;
  }
  const chunks = path.endsWith('/chat/completions')
    ? chatChunks(answer, dialect)
    : path === '/infill'
      ? infillChunks(answer)
      : completionChunks(answer, dialect);
  for (const chunk of chunks) {
    if (chunk === undefined) await answer.pause;
    else response.write(eventText({ data: chunk }));
  }
  if (path !== '/infill') response.write('data: [DONE]\n\n');
  response.end();
}

function refuse({ response }: Exchange, isAnthropic: boolean, refusal: Refusal): void {
  const { status, message = 'refused', code, parameter, headers = {} } = refusal;
  const body =
    refusal.body ??
    (isAnthropic
      ? { type: 'error', error: { type: code ?? anthropicType(status), message }, request_id: 'req_1' }
      : { error: { message, type: 'invalid_request_error', param: parameter ?? null, code: code ?? null } });
  json(response, status, body, headers);
}

function anthropicType(status: number): string {
  const types: Readonly<Record<number, string>> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    402: 'billing_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    529: 'overloaded_error',
  };
  return types[status] ?? 'api_error';
}

function json(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}
