import type { ErrorAnswer, Refusal, RefusalKind } from '../refusal.ts';

interface Row {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
}

/** developers.openai.com/api/docs/guides/error-codes. */
const rows: Readonly<Record<RefusalKind, Row>> = {
  'invalid-request': { status: 400, type: 'invalid_request_error', code: 'invalid_value' },
  'unsupported-parameter': { status: 400, type: 'invalid_request_error', code: 'unsupported_parameter' },
  'context-overflow': { status: 400, type: 'invalid_request_error', code: 'context_length_exceeded' },
  unauthorized: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  forbidden: { status: 403, type: 'invalid_request_error', code: 'forbidden' },
  'not-found': { status: 404, type: 'invalid_request_error', code: 'not_found' },
  'model-not-found': { status: 404, type: 'invalid_request_error', code: 'model_not_found' },
  'method-not-allowed': { status: 405, type: 'invalid_request_error', code: 'method_not_allowed' },
  'too-large': { status: 413, type: 'invalid_request_error', code: 'request_too_large' },
  busy: { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
  unavailable: { status: 503, type: 'server_error', code: 'model_not_ready' },
  failed: { status: 500, type: 'server_error', code: null },
};

/** A refusal as OpenAI's protocol has it. */
export function openAiError({ kind, message, parameter, overflow }: Refusal): ErrorAnswer {
  const { status, type, code } = rows[kind];
  const text =
    overflow === undefined
      ? message
      : `This model's maximum context length is ${overflow.contextTokens} tokens. However, you requested ${overflow.promptTokens + overflow.reservedTokens} tokens (${overflow.promptTokens} in the messages, ${overflow.reservedTokens} in the completion). Please reduce the length of the messages or completion.`;
  return { status, body: { error: { message: text, type, param: parameter ?? null, code } } };
}
