import { throwIfAborted } from '../../base/appError.ts';
import type { SpendingLedger } from './spendingLedger.ts';
import { createWaitingLine } from './waitingLine.ts';

/** What requests cost, together. */
export interface Amount {
  readonly tokens: number;
  readonly usd: number;
}

/** `null`: as much as it takes. */
export interface SpendingCaps {
  readonly maxTokens: number | null;
  readonly maxUsd: number | null;
}

/** Not even alone would the next request stay within the cap for certain. */
export class CapReached extends Error {
  readonly cap: 'tokens' | 'usd';

  constructor(cap: 'tokens' | 'usd') {
    super(`the cap on ${cap} is reached`);
    this.name = 'CapReached';
    this.cap = cap;
  }
}

export interface Reservation {
  /** Once: what it came to in the end. Without an answer nobody knows, so it counts in full. */
  settle(actual: Amount | 'unknown'): void;
}

/**
 * The purse of a run. A request is sent when the worst that it can cost still fits beside what was spent and what others
 * have reserved; one that has to wait does so in turn. So the caps hold however many requests are under way.
 */
export interface Spending {
  readonly spent: Amount;
  /** Waits for others to settle where that may help, else rejects with {@link CapReached}. */
  reserve(worst: Amount, signal: AbortSignal): Promise<Reservation>;
}

interface Sum {
  tokens: number;
  /** In whole billionths of a dollar, so that sums are exact. */
  nanoUsd: number;
}

/** `ledger`: what earlier sittings of the run have spent, and where this one's requests are written down. */
export function createSpending(caps: SpendingCaps, ledger?: SpendingLedger): Spending {
  const spent = toSum(ledger?.earlier ?? { tokens: 0, usd: 0 });
  const reserved: Sum = { tokens: 0, nanoUsd: 0 };
  const maxTokens = caps.maxTokens ?? Infinity;
  // Down, where amounts are rounded up.
  const maxNanoUsd = caps.maxUsd === null ? Infinity : Math.floor(caps.maxUsd * 1e9 + 1e-6);

  const exceeded = (worst: Sum, beside: Sum): 'tokens' | 'usd' | undefined => {
    if (worst.tokens + spent.tokens + beside.tokens > maxTokens) return 'tokens';
    return worst.nanoUsd + spent.nanoUsd + beside.nanoUsd > maxNanoUsd ? 'usd' : undefined;
  };
  const line = createWaitingLine<Sum, Reservation>((worst) => {
    const hopeless = exceeded(worst, { tokens: 0, nanoUsd: 0 });
    if (hopeless !== undefined) return { kind: 'refused', error: new CapReached(hopeless) };
    return exceeded(worst, reserved) === undefined ? { kind: 'given', given: take(worst) } : { kind: 'wait' };
  });
  const take = (worst: Sum): Reservation => {
    reserved.tokens += worst.tokens;
    reserved.nanoUsd += worst.nanoUsd;
    let isSettled = false;
    return {
      settle(actual) {
        if (isSettled) return;
        isSettled = true;
        const sum = actual === 'unknown' ? worst : toSum(actual);
        reserved.tokens -= worst.tokens;
        reserved.nanoUsd -= worst.nanoUsd;
        spent.tokens += sum.tokens;
        spent.nanoUsd += sum.nanoUsd;
        line.advance();
      },
    };
  };

  return {
    get spent() {
      return { tokens: spent.tokens, usd: spent.nanoUsd / 1e9 };
    },
    async reserve(worst, signal) {
      const reservation = await line.ask(toSum(worst), signal);
      if (ledger === undefined) return reservation;
      try {
        const entry = await ledger.reserve(worst);
        throwIfAborted(signal);
        return {
          settle(actual) {
            // Without a word on it, an entry counts in full.
            if (actual !== 'unknown') entry.settle(actual);
            reservation.settle(actual);
          },
        };
      } catch (error) {
        // It was not sent.
        reservation.settle({ tokens: 0, usd: 0 });
        throw error;
      }
    },
  };
}

function toSum({ tokens, usd }: Amount): Sum {
  return { tokens, nanoUsd: Math.ceil(usd * 1e9 - 1e-6) };
}
