/** SHA-256 (FIPS 180-4) by the runtime's own WebCrypto, which every place that this folder runs in has. */
import type { Task } from './task.ts';

/** In lower-case hexadecimal, of the text's UTF-8. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Equal values give equal text, whatever the order of their keys. `undefined` counts as absent. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** A task that has yet to be named by its content. */
export type TaskDraft = WithoutId<Task>;

export async function nameTask<Draft extends TaskDraft>(draft: Draft): Promise<Draft & { readonly id: string }> {
  return { ...draft, id: (await sha256(canonicalJson(draft))).slice(0, 16) };
}

/** Seed of one sample: 32 bits of SHA-256 over `run | task | sample`. */
export async function sampleSeed(runId: string, taskId: string, sample: number): Promise<number> {
  return Number.parseInt((await sha256(`${runId}|${taskId}|${sample}`)).slice(0, 8), 16);
}
