import { l10n } from 'vscode';
import type { ModelDescription } from '../engine/engine.ts';
import { totalBytes } from '../engine/localPlace.ts';
import { formatCount } from './formatCount.ts';

/** A loaded model in one line: `Qwen3.5-4B on CPU, 4 threads, about 3,120 MB`, `qwen3.5-35b at https://gpu.example/v1`. */
export function describeModel({ name, place }: ModelDescription): string {
  if (place.kind === 'remote') return l10n.t('{0} at {1}', name, place.url);
  const { gpu, threads, memory } = place;
  const megabytes = formatCount(Math.round(totalBytes(memory) / 1024 ** 2));
  const where = gpu.device === 'cpu' ? 'CPU' : gpu.device;
  return threads === 1
    ? l10n.t('{0} on {1}, 1 thread, about {2} MB', name, where, megabytes)
    : l10n.t('{0} on {1}, {2} threads, about {3} MB', name, where, threads, megabytes);
}
