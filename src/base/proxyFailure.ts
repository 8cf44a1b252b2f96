import type { NetworkProblem } from './appError.ts';

/** The proxy between this machine and a server failed or refused, so the server was not asked. */
export class ProxyFailure extends Error {
  readonly problem: Extract<NetworkProblem, `proxy-${string}`>;

  constructor(problem: ProxyFailure['problem'], options?: { cause?: unknown }) {
    super(problem, options);
    this.name = 'ProxyFailure';
    this.problem = problem;
  }
}
