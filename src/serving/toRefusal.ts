import { AppError } from '../base/appError.ts';
import { type Refusal, RequestRefused } from './refusal.ts';

/** What an engine's failure means to a program that asked. A bug tells nothing of itself: its place is the log. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof RequestRefused) return error.refusal;
  if (!(error instanceof AppError)) return { kind: 'failed', message: 'The model failed. See the log of Parity.' };
  const known = knownRefusal(error);
  return known ?? { kind: 'failed', message: `The model failed (${error.code}). See the log of Parity.` };
}

function knownRefusal(error: AppError): Refusal | undefined {
  if (is(error, 'context-overflow')) {
    const { promptTokens, reservedTokens, contextTokens } = error.data;
    const overflow = { promptTokens, reservedTokens, contextTokens };
    return { kind: 'context-overflow', message: 'The prompt and the answer do not fit the context.', overflow };
  }
  if (is(error, 'template-failed')) {
    const message = `The chat template of the model refuses this conversation: ${error.data.detail}`;
    return { kind: 'invalid-request', message, parameter: 'messages' };
  }
  if (is(error, 'infill-unsupported')) {
    const message = `${error.data.model} does not complete code. Ask a model that fills holes.`;
    return { kind: 'invalid-request', message, parameter: 'model' };
  }
  if (is(error, 'chat-unsupported')) {
    const message = `${error.data.model} does not chat. It completes code through /v1/completions.`;
    return { kind: 'invalid-request', message, parameter: 'model' };
  }
  switch (error.code) {
    case 'no-model':
    case 'engine-closed':
    case 'worker-crashed':
    case 'engine-halted':
    case 'model-missing':
    case 'model-invalid':
    case 'load-failed':
    case 'out-of-memory':
      return {
        kind: 'unavailable',
        message: `No model is ready (${error.code}). Look at Parity in the editor, and ask again.`,
      };
    case 'provider-rate-limited':
      return { kind: 'busy', message: 'The model takes no more requests for now.', retryAfterSeconds: 10 };
    default:
      return undefined;
  }
}

function is<Code extends AppError['code']>(error: AppError, code: Code): error is AppError<Code> {
  return error.code === code;
}
