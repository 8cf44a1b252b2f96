import { createHash } from 'node:crypto';
import type { Adapter, ContextStretch } from '../engine/localPlace.ts';
import { fileIdentity } from '../models/fileIdentity.ts';

/** What decides what a model of this machine says, and nothing else: where the file lies and what it is called do not. */
export async function modelIdentity(
  path: string,
  fileBytes: number,
  adapters: readonly Adapter[],
  signal: AbortSignal,
): Promise<string> {
  // Of a split model the first part is sampled; the size of all of them is in the digest.
  const parts = [`${fileBytes} ${await fileIdentity(path, signal)}`];
  for (const adapter of adapters) parts.push(`${adapter.scale} ${await fileIdentity(adapter.path, signal)}`);
  return `local:${createHash('sha256').update(parts.join('\n')).digest('hex')}`;
}

/** A stretched model says other things than the same model as it was trained. */
export function stretchedIdentity(identity: string, stretch: ContextStretch | undefined): string {
  return stretch === undefined ? identity : `${identity}:${stretch.method}-${stretch.factor}`;
}
