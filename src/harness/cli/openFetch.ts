import type { Fetch } from '../../providers/guardedFetch.ts';
import { createHttpFetch, httpFetch } from '../../providers/httpFetch.ts';

/** What goes through the proxies that the environment names; of certificates Node itself reads NODE_EXTRA_CA_CERTS. */
export async function openFetch(environment: NodeJS.ProcessEnv): Promise<Fetch> {
  if (!Object.keys(environment).some((name) => /^(?:https?|all)_proxy$/i.test(name))) return httpFetch;
  const { environmentProxy } = await import('../engines/environmentProxy.ts');
  return createHttpFetch(environmentProxy(environment));
}
