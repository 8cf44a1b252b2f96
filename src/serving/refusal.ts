/** Why a request is not answered, without a word of either protocol. */
export interface Refusal {
  readonly kind: RefusalKind;
  /** For the person who reads the log of the program that asked. */
  readonly message: string;
  /** The parameter at fault, as the request spells it: `messages[2].content`. */
  readonly parameter?: string;
  /** When to ask again. */
  readonly retryAfterSeconds?: number;
  /** Of an overflow: how much was wanted and how much there is. */
  readonly overflow?: Overflow;
}

/** A refusal in the words of a protocol. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: object;
}

export interface Overflow {
  readonly promptTokens: number;
  readonly reservedTokens: number;
  readonly contextTokens: number;
}

export type RefusalKind =
  | 'invalid-request'
  /** Understood, and not to be had here: nothing is left out without a word. */
  | 'unsupported-parameter'
  | 'context-overflow'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'model-not-found'
  | 'method-not-allowed'
  | 'too-large'
  | 'busy'
  /** Not now: the model is being loaded, or has gone. */
  | 'unavailable'
  | 'failed';

export class RequestRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'RequestRefused';
    this.refusal = refusal;
  }
}

export function refuse(kind: RefusalKind, message: string, parameter?: string): RequestRefused {
  return new RequestRefused({ kind, message, ...(parameter === undefined ? {} : { parameter }) });
}

/** `why`: a clause that follows the name. */
export function unsupported(parameter: string, why: string): RequestRefused {
  return refuse('unsupported-parameter', `Unsupported parameter: '${parameter}' ${why}.`, parameter);
}
