import type { ErrorAnswer, Refusal, RefusalKind } from '../refusal.ts';

interface Row {
  readonly status: number;
  readonly type: string;
}

/** platform.claude.com/docs/en/api/errors. */
const rows: Readonly<Record<RefusalKind, Row>> = {
  'invalid-request': { status: 400, type: 'invalid_request_error' },
  'unsupported-parameter': { status: 400, type: 'invalid_request_error' },
  'context-overflow': { status: 400, type: 'invalid_request_error' },
  unauthorized: { status: 401, type: 'authentication_error' },
  forbidden: { status: 403, type: 'permission_error' },
  'not-found': { status: 404, type: 'not_found_error' },
  'model-not-found': { status: 404, type: 'not_found_error' },
  'method-not-allowed': { status: 405, type: 'invalid_request_error' },
  'too-large': { status: 413, type: 'request_too_large' },
  busy: { status: 429, type: 'rate_limit_error' },
  unavailable: { status: 529, type: 'overloaded_error' },
  failed: { status: 500, type: 'api_error' },
};

/** A refusal as Anthropic's protocol has it, where a message names the parameter. */
export function anthropicError({ kind, message, overflow }: Refusal, requestId: string): ErrorAnswer {
  const { status, type } = rows[kind];
  return {
    status,
    body: { type: 'error', error: { type, message: messageOf(message, overflow) }, request_id: requestId },
  };
}

function messageOf(message: string, overflow: Refusal['overflow']): string {
  if (overflow === undefined) return message;
  const { promptTokens, reservedTokens, contextTokens } = overflow;
  return promptTokens > contextTokens
    ? `prompt is too long: ${promptTokens} tokens > ${contextTokens} maximum`
    : `input length and \`max_tokens\` exceed context limit: ${promptTokens} + ${reservedTokens} > ${contextTokens}, decrease input length or \`max_tokens\` and try again`;
}
