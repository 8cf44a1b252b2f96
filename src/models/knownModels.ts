import type { ModelCapabilities } from '../engine/engine.ts';

/** What a model's metadata cannot say. */
export interface KnownModel {
  readonly infill?: ModelCapabilities['infill'];
  /** When the user has not chosen: more would be slower. */
  readonly preferredThreads?: number;
  /** `YYYY-MM-DD`. */
  readonly releasedOn?: string;
}

const knownModels: ReadonlyMap<string, KnownModel> = new Map([
  // media/models/STARTER.md, 2026-11-22: "cap completions with this model at one line. Use ONE thread". Its data are of that day.
  ['Parity Starter', { infill: 'line', preferredThreads: 1, releasedOn: '2026-11-22' }],
]);

/** By `general.name`. */
export function knownModel(name: string | undefined): KnownModel {
  return (name === undefined ? undefined : knownModels.get(name)) ?? {};
}
