import type { EngineOffer } from './engineOffers.ts';

/** The day from which on none of these models can have been trained on what was written. */
export interface NewestRelease {
  /** `YYYY-MM-DD`; undefined: of none the release is known. */
  readonly day: string | undefined;
  /** Labels of the engines that were released on that day. */
  readonly newest: readonly string[];
  /** Labels of the engines of which it is not known: the day may be too early for them. */
  readonly unknown: readonly string[];
}

export function newestRelease(engines: readonly Pick<EngineOffer, 'label' | 'releasedOn'>[]): NewestRelease {
  const day = engines
    .flatMap(({ releasedOn }) => releasedOn ?? [])
    .toSorted()
    .at(-1);
  const labels = (releasedOn: string | undefined): readonly string[] =>
    engines.filter((engine) => engine.releasedOn === releasedOn).map(({ label }) => label);
  return { day, newest: day === undefined ? [] : labels(day), unknown: labels(undefined) };
}
