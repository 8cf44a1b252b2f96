/** What the extension host leaves behind: only this file proves that tests ran, for a killed host reports success. */
export interface HostResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What mocha printed, unhandled rejections included. */
  readonly report: string;
}

/** Tells the extension host where the result goes. */
export const hostResultVariable = 'PARITY_HOST_RESULT';
