import { AppError } from './appError.ts';

/**
 * The one place that says what may be connected to. Call it with every address before a connection is opened, each
 * address that a server redirects to included. Throws `network-offline` for a host that is not this machine while the
 * user wants no other.
 */
export function refuseOffline(url: URL, isOffline: boolean): void {
  if (isOffline && !isLoopback(url)) throw new AppError('network-offline', { host: url.host });
}

/** Is it this machine? `URL` has already written every spelling of an IPv4 address (`127.1`, `0x7f000001`) as four numbers. */
export function isLoopback({ protocol, hostname }: URL): boolean {
  // Of other protocols the host is not parsed, so what it means is not known here.
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
