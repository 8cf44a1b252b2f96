import type { NetworkProblem } from './appError.ts';
import { ProxyFailure } from './proxyFailure.ts';

/** By the codes of Node, OpenSSL and undici. */
const problemOfCode: Readonly<Record<string, NetworkProblem>> = {
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ECONNREFUSED: 'refused',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'self-signed',
  UNABLE_TO_GET_ISSUER_CERT: 'self-signed',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'self-signed',
  CERT_SIGNATURE_FAILURE: 'self-signed',
  CERT_UNTRUSTED: 'self-signed',
  CERT_HAS_EXPIRED: 'certificate',
  CERT_NOT_YET_VALID: 'certificate',
  CERT_REVOKED: 'certificate',
  CERT_REJECTED: 'certificate',
  CERT_CHAIN_TOO_LONG: 'certificate',
  INVALID_CA: 'certificate',
  INVALID_PURPOSE: 'certificate',
  PATH_LENGTH_EXCEEDED: 'certificate',
  HOSTNAME_MISMATCH: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  UND_ERR_SOCKET: 'cut',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
};

/** What a failed connection says of itself or of what it came of; undefined where none of that is known. */
export function networkProblemOf(thrown: unknown): NetworkProblem | undefined {
  for (const cause of causesOf(thrown)) {
    if (cause instanceof ProxyFailure) return cause.problem;
    // A host with several addresses fails with all their errors in one.
    const all: unknown[] = cause instanceof AggregateError ? [cause, ...cause.errors] : [cause];
    for (const error of all) {
      const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      const problem = typeof code === 'string' ? problemOfCode[code] : undefined;
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

/** The error and what it came of, outermost first. */
export function causesOf(thrown: unknown): unknown[] {
  const found: unknown[] = [];
  for (let error = thrown; error !== undefined && error !== null && found.length < 8;) {
    found.push(error);
    error = error instanceof Error ? error.cause : undefined;
  }
  return found;
}
