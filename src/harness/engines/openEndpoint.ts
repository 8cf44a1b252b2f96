import { AppError } from '../../base/appError.ts';
import { systemClock } from '../../base/clock.ts';
import type { EndpointSetting } from '../../base/endpointSchema.ts';
import type { Log } from '../../base/log.ts';
import { isLoopback } from '../../base/networkPolicy.ts';
import { raceAbort } from '../../base/raceAbort.ts';
import type { Price } from '../../benchmark/cost/price.ts';
import { priceInForce } from '../../benchmark/cost/priceInForce.ts';
import { retirementOf } from '../../providers/apiModels.ts';
import { resolveEndpoint } from '../../providers/endpoint.ts';
import type { Fetch } from '../../providers/guardedFetch.ts';
import { httpFetch } from '../../providers/httpFetch.ts';
import { createServerEngine } from '../../providers/serverEngine.ts';
import { engineRecord } from './engineRecord.ts';
import type { OpenedEngine } from './openedEngine.ts';

export interface EndpointSpecification {
  readonly setting: EndpointSetting;
  readonly key: string | undefined;
  readonly thinking: boolean;
  /** Requests at once. */
  readonly parallel: number;
  /** Rows that go before the built-in ones. */
  readonly prices?: readonly Price[];
}

/** `null`: nobody knows. Undefined: it runs on this machine, and its price is that of the power. */
export function endpointPrice(
  { url, model }: EndpointSetting,
  prices: readonly Price[] = [],
): Price | null | undefined {
  return isLoopback(new URL(url)) ? undefined : priceInForce(model, today(), prices);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export interface EndpointPorts {
  readonly isOffline: () => boolean;
  /** Absent: what knows the proxy and the certificates of the editor. */
  readonly fetch?: Fetch;
  readonly log: Log;
}

/** Connects to a server. Rejects with what is wrong with it, or with `network-offline` where it may not be reached. */
export async function openEndpoint(
  { setting, key, thinking, parallel, prices = [] }: EndpointSpecification,
  { isOffline, fetch = httpFetch, log }: EndpointPorts,
  signal: AbortSignal,
): Promise<OpenedEngine> {
  const endpoint = resolveEndpoint(setting);
  const retirement = retirementOf(endpoint.model, today());
  if (retirement?.isOver === true) {
    const { retiresOn, successor } = retirement;
    throw new AppError('model-retired', { endpoint: endpoint.name, model: endpoint.model, retiresOn, successor });
  }
  const engine = createServerEngine({
    ...{ endpoint, isOffline, log },
    fetch,
    key: () => Promise.resolve(key),
    clock: systemClock,
    // Whoever measures has to know of each wait, and asks again.
    replyRetries: 0,
  });
  try {
    await raceAbort(engine.connect(), signal);
    const { state } = engine;
    if (state.kind === 'failed') throw state.error;
    if (state.kind !== 'ready') throw new AppError('no-model', {});
    const { model } = state;
    const facts = { id: endpoint.id, label: endpoint.name, model: endpoint.model, thinking, parallel };
    return {
      record: engineRecord(model, facts),
      engine,
      model,
      price: endpointPrice(setting, prices),
      dispose: () => engine.dispose(),
    };
  } catch (error) {
    await engine.dispose();
    throw error;
  }
}
