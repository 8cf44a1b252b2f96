import type { LoadRequest } from './engine.ts';

/** The same text for loads that come to the same engine, whatever order their properties are in. */
export function loadIdentity(request: LoadRequest): string {
  return JSON.stringify(sorted(request));
}

export function isSameLoad(a: LoadRequest, b: LoadRequest): boolean {
  return loadIdentity(a) === loadIdentity(b);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]));
}
