import type { Amount } from './spending.ts';

/**
 * What may have been spent, kept so that it outlasts a process that is killed: a request is written down in full before it is
 * sent, and what it came to afterwards. What has no end in it counts in full.
 */
export interface SpendingLedger {
  /** Of earlier sittings. */
  readonly earlier: Amount;
  /** Resolves when the entry outlasts this process. Rejects when it cannot be written: then nothing may be sent. */
  reserve(worst: Amount): Promise<LedgerEntry>;
}

export interface LedgerEntry {
  settle(actual: Amount): void;
}
