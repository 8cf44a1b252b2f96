import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../base/networkPolicy.ts';
import { refuse } from './refusal.ts';

/**
 * Refuses what a web page could send: a page whose name was pointed at this machine (DNS rebinding) sends that name as
 * the host, and any page sends its origin. Only programs of this machine, or behind a tunnel that ends here, are left.
 */
export function refuseForeign({ host, origin }: IncomingHttpHeaders): void {
  if (host === undefined || !isThisMachine(`http://${host}`)) {
    throw refuse('forbidden', 'The Host header must name this machine, such as 127.0.0.1.');
  }
  if (origin !== undefined && !isThisMachine(origin)) {
    throw refuse('forbidden', 'Web pages of other origins may not use this server.');
  }
}

function isThisMachine(address: string): boolean {
  return URL.canParse(address) && isLoopback(new URL(address));
}

/** As OpenAI's clients send it, or as Anthropic's do. */
export function refuseWithoutKey(headers: IncomingHttpHeaders, key: string): void {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const header = headers['x-api-key'];
  const given = bearer ?? (typeof header === 'string' ? header : undefined);
  if (given === undefined) {
    const message =
      'An API key is needed: Authorization: Bearer KEY, or x-api-key: KEY. Parity shows it in the editor.';
    throw refuse('unauthorized', message);
  }
  if (!isEqual(given, key)) throw refuse('unauthorized', 'The API key is not the one that Parity shows in the editor.');
}

/** Takes as long for any two texts. */
function isEqual(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
