import { AppError, abortError, isAbort, type NetworkProblem } from '../base/appError.ts';
import { causesOf, networkProblemOf } from '../base/networkProblem.ts';
import { OversizeError } from './boundedBody.ts';
import type { Endpoint } from './endpoint.ts';
import { type Complaint, isQuotaProblem, readComplaint } from './serverComplaint.ts';
import { shorten } from './scrub.ts';

/** What the errors of both SDKs have, seen from outside: their classes are loaded late. */
interface SdkError extends Error {
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly error?: unknown;
}

export interface FailedRequest {
  readonly endpoint: Endpoint;
  /** Room kept for the answer. */
  readonly reservedTokens: number;
  readonly signal: AbortSignal;
}

/**
 * The failure as Parity knows it. What a server or an SDK threw is not kept as the cause: it can hold headers, and with
 * them what nobody else should read.
 */
export function toProviderError(thrown: unknown, request: FailedRequest): Error {
  const { endpoint, signal } = request;
  if (signal.aborted || isAbort(thrown)) return abortError();
  const own = causesOf(thrown).find((error) => error instanceof AppError);
  if (own !== undefined) return own;
  const { name } = endpoint;
  if (!(thrown instanceof Error)) return networkError(endpoint, 'unreachable');
  const error: SdkError = thrown;
  const complaint = readComplaint(error.error ?? error.message);
  const status = typeof error.status === 'number' ? error.status : statusOfKinds(complaint.kinds);
  if (status !== undefined) return refusalError(status, complaint, error, request);
  if (error.error !== undefined) {
    return new AppError('provider-failed', { endpoint: name, status: 500, detail: shorten(complaint.message) });
  }
  if (causesOf(thrown).some((cause) => cause instanceof OversizeError || cause instanceof SyntaxError)) {
    return new AppError('provider-answer-invalid', { endpoint: name, detail: 'it is too large, or no JSON' });
  }
  return networkError(endpoint, networkProblem(thrown));
}

export function networkError(endpoint: Endpoint, problem: NetworkProblem): AppError<'provider-network'> {
  return new AppError('provider-network', { endpoint: endpoint.name, host: endpoint.host, problem });
}

/** An error inside a stream has no status of its own: Anthropic names the kind, OpenRouter gives the number. */
function statusOfKinds(kinds: readonly string[]): number | undefined {
  for (const kind of kinds) {
    const known = statusOfKind[kind];
    if (known !== undefined) return known;
    if (/^[45]\d\d$/.test(kind)) return Number(kind);
  }
  return undefined;
}

const statusOfKind: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  server_error: 500,
  overloaded_error: 529,
};

function refusalError(status: number, complaint: Complaint, error: SdkError, request: FailedRequest): AppError {
  const { endpoint } = request;
  const { name, id } = endpoint;
  const detail = shorten(complaint.message);
  if (status === 402 || isQuotaProblem(error.error)) return new AppError('provider-quota', { endpoint: name });
  if (status === 401 || status === 403) return new AppError('provider-auth', { endpoint: name, id, status });
  if (status === 429) {
    return new AppError('provider-rate-limited', {
      endpoint: name,
      retryAfterSeconds: retryAfterOf(error.headers),
    });
  }
  const overflow = overflowError(status, complaint, request);
  if (overflow !== undefined) return overflow;
  if (complaint.kinds.some((kind) => filterKinds.has(kind))) {
    return new AppError('provider-content-filter', { endpoint: name });
  }
  if (isMissingModel(status, complaint, endpoint.model)) {
    return new AppError('model-not-served', { endpoint: name, model: endpoint.model, served: [] });
  }
  if (status >= 500) return new AppError('provider-failed', { endpoint: name, status, detail });
  const target = redirectTarget(status, error.headers);
  return new AppError('provider-refused', {
    endpoint: name,
    status,
    detail: target === undefined ? detail : `it redirects to ${target}`,
  });
}

const filterKinds: ReadonlySet<string> = new Set([
  'content_filter',
  'content_policy_violation',
  'responsibleaipolicyviolation',
  'data_inspection_failed',
  'datainspectionfailed',
]);

/** Servers say it in words: there is no shared code, so the words of each are here. */
const overflowWords = [
  // vLLM, OpenAI: "maximum context length is 8192 tokens. However, you requested 9000 tokens (8500 in the messages, ..."
  /maximum context length is (?<context>\d+) tokens.*?(?<prompt>\d+) (?:in the messages|input tokens|in the prompt)/is,
  /maximum context length is (?<context>\d+) tokens/i,
  // Anthropic: "prompt is too long: 210000 tokens > 200000 maximum"
  /prompt is too long: (?<prompt>\d+) tokens > (?<context>\d+) maximum/i,
  /(?:exceeds? the (?:available )?context|longer than the model's context length|context length exceeded|prompt is too long)/i,
];

function overflowError(status: number, complaint: Complaint, request: FailedRequest): AppError | undefined {
  if (status !== 400 && status !== 413 && status !== 422 && status !== 500) return undefined;
  const isNamed = complaint.kinds.some(
    (kind) => kind === 'context_length_exceeded' || kind === 'exceed_context_size_error',
  );
  const match = overflowWords.map((words) => words.exec(complaint.message)).find((found) => found !== null);
  if (!isNamed && match === undefined) return undefined;
  const promptTokens = complaint.promptTokens ?? numberOf(match?.groups?.['prompt']);
  const contextTokens = complaint.contextTokens ?? numberOf(match?.groups?.['context']);
  if (promptTokens === undefined || contextTokens === undefined) {
    return new AppError('provider-context-overflow', { endpoint: request.endpoint.name });
  }
  return new AppError('context-overflow', { promptTokens, reservedTokens: request.reservedTokens, contextTokens });
}

function isMissingModel(status: number, { kinds, message }: Complaint, model: string): boolean {
  if (kinds.includes('model_not_found')) return true;
  return status === 404 && message.includes(model) && /\bmodel\b/i.test(message);
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function retryAfterOf(headers: unknown): number | undefined {
  const found = headers instanceof Headers ? headers.get('retry-after') : null;
  return found === null ? undefined : Number(found);
}

/** Where else the server sends us, without what a query may hold. */
function redirectTarget(status: number, headers: unknown): string | undefined {
  const location = headers instanceof Headers && status < 400 ? headers.get('location') : null;
  return location !== null && URL.canParse(location) ? new URL(location).origin : undefined;
}

function networkProblem(thrown: unknown): NetworkProblem {
  const known = networkProblemOf(thrown);
  if (known !== undefined) return known;
  // How undici says that a body ended before its time.
  return causesOf(thrown).some((cause) => cause instanceof TypeError && cause.message === 'terminated')
    ? 'cut'
    : 'unreachable';
}
