import { env, l10n } from 'vscode';
import type { ModelDescription } from '../engine/engine.ts';

/** A loaded model in one line: `Qwen3.5-4B on CPU, 4 threads, about 3,120 MB`. */
export function describeModel({ name, device, threads, memoryBytes }: ModelDescription): string {
  const megabytes = new Intl.NumberFormat(env.language).format(Math.round(memoryBytes / 1024 ** 2));
  const place = device === 'cpu' ? 'CPU' : device;
  return threads === 1
    ? l10n.t('{0} on {1}, 1 thread, about {2} MB', name, place, megabytes)
    : l10n.t('{0} on {1}, {2} threads, about {3} MB', name, place, threads, megabytes);
}
