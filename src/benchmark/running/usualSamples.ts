import type { EngineRecord } from '../result.ts';

/** A hosted engine answers differently each time, whatever the seed: so many answers tell its luck from what it can. */
const samplesOfHosted = 3;

/** How many answers to each task, unless a person says otherwise. */
export function usualSamples(engines: readonly Pick<EngineRecord, 'place'>[]): number {
  return engines.some(({ place }) => place === 'remote') ? samplesOfHosted : 1;
}
