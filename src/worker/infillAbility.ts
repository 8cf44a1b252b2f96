import type { Log } from '../base/log.ts';
import type { LoadRequest } from '../engine/engine.ts';
import type { InfillOrder, InfillProbe, InfillProblem } from '../engine/infillAbility.ts';
import { layOutInfill } from '../prompt/infillLayout.ts';
import { type InfillModel, answerInfill } from './answerInfill.ts';
import type { OpenedInfill } from './fitModel.ts';
import type { ModelVocabulary } from './modelVocabulary.ts';
import { openProbeCache } from './probeCache.ts';
import { passesProbe, probeInfill } from './probeInfill.ts';

export type InfillAbility =
  | { readonly kind: 'able'; readonly model: InfillModel; readonly probe?: InfillProbe }
  | { readonly kind: 'none'; readonly problem: InfillProblem; readonly probe?: InfillProbe };

export interface AbilityOptions {
  readonly name: string;
  readonly vocabulary: ModelVocabulary;
  readonly identity: string;
  readonly request: Pick<LoadRequest, 'infillProbe' | 'cacheFolder'>;
  readonly log: Log;
}

const trained: InfillOrder = 'prefix-suffix-middle';
const emptyHole = { repository: '', contextFiles: [], path: '', prefix: '', suffix: '' };

/** Whether a model that says it can fill holes does, and in which order: known from an earlier load, or by trying. */
export async function infillAbility(
  opened: OpenedInfill | undefined,
  { name, vocabulary, identity, request, log }: AbilityOptions,
  signal: AbortSignal,
): Promise<InfillAbility> {
  if (opened === undefined || layOutInfill(vocabulary, emptyHole, trained) === undefined) {
    return { kind: 'none', problem: { kind: 'no-tokens' } };
  }
  const modelIn = (order: InfillOrder): InfillModel => ({ name, vocabulary, lanes: opened.lanes, order });
  if (request.infillProbe === 'trust') return { kind: 'able', model: modelIn(trained) };

  const judged = (probe: InfillProbe): InfillAbility => {
    const { order, passed, total } = probe;
    if (passesProbe(probe)) return { kind: 'able', model: modelIn(order), probe };
    return { kind: 'none', problem: { kind: 'probe-failed', passed, total }, probe };
  };
  const cache = request.cacheFolder === undefined ? undefined : openProbeCache(request.cacheFolder, log);
  const known = await cache?.find(identity);
  if (known !== undefined) return judged(known);
  const { probe, isComplete } = await probeInfill(
    (hole, order, until) => answerInfill(modelIn(order), hole, () => {}, until),
    signal,
  );
  log.info(`infill probe: ${JSON.stringify(probe)}${isComplete ? '' : ', cut short'}`);
  if (isComplete) await cache?.remember(identity, probe);
  return judged(probe);
}
