import { AppError, isAbort } from '../../base/appError.ts';
import { refuseOffline } from '../../base/networkPolicy.ts';
import type { PublicPriceList, PublicPrices } from '../../benchmark/cost/publicPrices.ts';
import { readBounded } from '../../providers/boundedBody.ts';
import type { Fetch } from '../../providers/guardedFetch.ts';

export interface PriceFetchPorts {
  readonly fetch: Fetch;
  readonly isOffline: () => boolean;
  /** `YYYY-MM-DD`. */
  readonly today: () => string;
}

const longestListBytes = 32 << 20;

/**
 * Asks a public list for its prices: one GET that tells nothing of the user. Throws `network-offline`,
 * `prices-unreachable` and `prices-unreadable`.
 */
export async function fetchPrices(
  { url, read }: PublicPriceList,
  { fetch, isOffline, today }: PriceFetchPorts,
  signal: AbortSignal,
): Promise<PublicPrices> {
  const address = new URL(url);
  const { host } = address;
  refuseOffline(address, isOffline());
  const text = await ask(address, fetch, signal);
  try {
    const found = read(JSON.parse(text), today());
    if (found.prices.length > 0) return found;
  } catch (error) {
    throw new AppError('prices-unreadable', { host }, { cause: error });
  }
  throw new AppError('prices-unreadable', { host });
}

async function ask(url: URL, fetch: Fetch, signal: AbortSignal): Promise<string> {
  const { host } = url;
  try {
    const headers = { accept: 'application/json', 'user-agent': 'Parity' };
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const text = await readBounded(response.body, longestListBytes);
    if (response.ok) return text;
    throw new AppError('prices-unreachable', { host, detail: `HTTP ${response.status}` });
  } catch (error) {
    if (isAbort(error) || error instanceof AppError) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new AppError('prices-unreachable', { host, detail: cause instanceof Error ? cause.message : '' }, { cause });
  }
}
