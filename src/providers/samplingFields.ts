import type { ReplyRequest } from '../engine/engine.ts';
import type { Endpoint } from './endpoint.ts';
import type { samplingParameters } from './presetSchema.ts';
import type { RefusedParameters } from './refusedParameters.ts';

type SamplingName = (typeof samplingParameters)[number];

export interface SamplingFields {
  /** The likeliest to be refused first. */
  readonly fields: Readonly<Partial<Record<SamplingName, number>>>;
  readonly leftOut: readonly string[];
}

/** Without a wish of the caller's nothing is sent: the server knows its model's defaults. */
export function samplingFields(
  { sampling, seed }: Pick<ReplyRequest, 'sampling' | 'seed'>,
  { preset, apiModel }: Endpoint,
  refused: RefusedParameters,
): SamplingFields {
  const wished: readonly (readonly [SamplingName, number | undefined])[] = [
    ['seed', seed],
    ['presence_penalty', sampling?.presencePenalty === 0 ? undefined : sampling?.presencePenalty],
    ['top_k', sampling?.topK === 0 ? undefined : sampling?.topK],
    ['top_p', sampling?.topP],
    ['temperature', sampling?.temperature],
  ];
  const isTaken = (name: SamplingName): boolean =>
    preset.parameters.includes(name) && !refused.has(name) && (apiModel?.sampling !== 'fixed' || name === 'seed');
  const given = wished.filter(([, value]) => value !== undefined);
  return {
    fields: Object.fromEntries(given.filter(([name]) => isTaken(name))),
    leftOut: given.filter(([name]) => !isTaken(name)).map(([name]) => name),
  };
}

export function withoutSeed({ seed: _seed, ...rest }: SamplingFields['fields']): Readonly<Record<string, number>> {
  return rest;
}
