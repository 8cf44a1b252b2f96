import type { Agent, ClientRequest } from 'node:http';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { isLoopback } from '../../base/networkPolicy.ts';
import type { ChooseAgent } from '../../providers/httpFetch.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxies that the environment names, as curl and Git understand it: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in
 * capitals or not. This machine is reached directly in any case.
 */
export function environmentProxy(environment: Environment): ChooseAgent {
  const agents = new Map<string, Agent>();
  return (url) => {
    const proxy = proxyFor(url, environment);
    if (proxy === undefined) return undefined;
    const key = `${url.protocol} ${proxy}`;
    const known = agents.get(key);
    if (known !== undefined) return known;
    const agent = url.protocol === 'https:' ? new SecureAgent(proxy) : new PlainAgent(proxy);
    agents.set(key, agent);
    return agent;
  };
}

/** The address of the proxy; a name without a scheme is one of HTTP. */
export function proxyFor(url: URL, environment: Environment): string | undefined {
  const read = (name: string): string | undefined => {
    const value = environment[name.toLowerCase()] ?? environment[name];
    return value === undefined || value.trim() === '' ? undefined : value.trim();
  };
  if (isLoopback(url) || isExempt(url, read('NO_PROXY') ?? '')) return undefined;
  const named = (url.protocol === 'https:' ? read('HTTPS_PROXY') : read('HTTP_PROXY')) ?? read('ALL_PROXY');
  if (named === undefined) return undefined;
  const address = named.includes('://') ? named : `http://${named}`;
  return URL.canParse(address) && /^https?:/i.test(address) ? address : undefined;
}

/** `*`, or names and endings of names, each with or without a port. */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.toLowerCase();
  const actualPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', wantedPort] = /^(?:\*?\.)?(.+?)(?::(\d+))?$/.exec(entry) ?? [];
      if (name === '' || (wantedPort !== undefined && wantedPort !== actualPort)) return false;
      return host === name || host.endsWith(`.${name}`);
    });
}

/** Both tell, as the agent of VS Code does, that what is wrong is the proxy, not the server. */
class PlainAgent extends HttpProxyAgent<string> {
  override connect(
    ...args: Parameters<HttpProxyAgent<string>['connect']>
  ): ReturnType<HttpProxyAgent<string>['connect']> {
    return telling(args[0], () => super.connect(...args));
  }
}

class SecureAgent extends HttpsProxyAgent<string> {
  override connect(
    ...args: Parameters<HttpsProxyAgent<string>['connect']>
  ): ReturnType<HttpsProxyAgent<string>['connect']> {
    return telling(args[0], () => super.connect(...args));
  }
}

async function telling<T>(request: Pick<ClientRequest, 'emit'>, connect: () => Promise<T>): Promise<T> {
  try {
    return await connect();
  } catch (error) {
    request.emit('proxy', { error });
    throw error;
  }
}
