import { catalogue } from './catalogue.ts';
import type { SamplingProfile } from './catalogueSchema.ts';
import { resolveModelName } from './resolveModelName.ts';

/** For models whose card was not read: what most of the family share. */
const usual = 'standard';

/** What the card of the model called `name` (`general.name` of its file) says for each mode. */
export function publishedSampling(name: string): SamplingProfile {
  const { samplingProfiles } = catalogue();
  const resolved = resolveModelName(name);
  const profile = samplingProfiles[(resolved.kind === 'found' ? resolved.model.sampling : undefined) ?? usual];
  if (profile === undefined) throw new Error(`The catalogue has no sampling profile for ${name}.`);
  return profile;
}
