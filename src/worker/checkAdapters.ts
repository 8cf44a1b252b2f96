import type { Adapter } from '../engine/localPlace.ts';
import { checkAdapterFile, readAdapterBase } from '../models/checkAdapterFile.ts';

export interface CheckedAdapters {
  /** Each file once, none with a scale of zero. */
  readonly applied: readonly Adapter[];
  readonly bytes: number;
}

/** Throws `adapter-invalid`. A file that is listed twice counts with the sum of its scales, as the arithmetic has it. */
export async function checkAdapters(
  modelPath: string,
  wanted: readonly Adapter[],
  signal: AbortSignal,
): Promise<CheckedAdapters> {
  const scales = new Map<string, number>();
  for (const { path, scale } of wanted) scales.set(path, (scales.get(path) ?? 0) + scale);
  const applied = [...scales].filter(([, scale]) => scale !== 0).map(([path, scale]) => ({ path, scale }));
  if (applied.length === 0) return { applied, bytes: 0 };
  const base = await readAdapterBase(modelPath, signal);
  let bytes = 0;
  for (const { path } of applied) bytes += (await checkAdapterFile(path, base, signal)).fileBytes;
  return { applied, bytes };
}
