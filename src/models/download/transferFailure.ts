import { AppError, type NetworkProblem } from '../../base/appError.ts';

/** What went wrong with one request. Most of these pass, so they are tried again before a person hears of them. */
export type TransferProblem =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs: number | undefined }
  /** No answer, a broken one, or none for too long. */
  | { readonly kind: 'network'; readonly detail: string; readonly problem?: NetworkProblem | undefined }
  /** The server now says another size or version than when it was asked what the file is. */
  | {
      readonly kind: 'changed';
      readonly what: 'size' | 'version';
      readonly expected: string;
      readonly actual: string;
    };

export class TransferFailure extends Error {
  readonly problem: TransferProblem;
  /** Never the whole address: a signed one is a key. */
  readonly host: string;

  constructor(problem: TransferProblem, host: string, options?: { cause?: unknown }) {
    super(`${host}: ${JSON.stringify(problem)}`, options);
    this.name = 'TransferFailure';
    this.problem = problem;
    this.host = host;
  }
}

/** Somebody has to change something first. */
const lasting: ReadonlySet<NetworkProblem | undefined> = new Set<NetworkProblem>([
  ...(['self-signed', 'certificate'] as const),
  ...(['proxy-auth', 'proxy-refused'] as const),
]);

/** Will the same request perhaps succeed later? */
export function isPassing({ problem }: TransferFailure): boolean {
  if (problem.kind === 'network') return !lasting.has(problem.problem);
  if (problem.kind !== 'status') return false;
  return problem.status === 408 || problem.status === 429 || problem.status >= 500;
}

/** `name`: of the file. */
export function toAppError(failure: TransferFailure, name: string, hasToken: boolean): AppError {
  const { problem, host } = failure;
  const options = { cause: failure };
  switch (problem.kind) {
    case 'network':
      return new AppError(
        'download-failed',
        { name, host, detail: problem.detail, ...(problem.problem === undefined ? {} : { problem: problem.problem }) },
        options,
      );
    case 'changed': {
      const { expected, actual } = problem;
      return new AppError('download-mismatch', { name, expected, actual, rejectedPath: undefined }, options);
    }
    case 'status':
      switch (problem.status) {
        case 401:
        case 403:
          return new AppError('download-unauthorized', { name, host, hasToken }, options);
        case 404:
        case 410:
          return new AppError('download-not-found', { name, host }, options);
        case 429:
          return new AppError('download-rate-limited', { name, host }, options);
        default:
          return new AppError('download-failed', { name, host, detail: `HTTP ${problem.status}` }, options);
      }
  }
}
