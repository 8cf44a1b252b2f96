import type { ContextStretch } from '../engine/localPlace.ts';
import type { ModelFileFacts } from '../models/modelFileFacts.ts';

type TrainedLength = Pick<ModelFileFacts, 'trainedContextTokens' | 'originalContextTokens'>;

/** How a context of this size goes beyond the training, if it does. A file may be stretched already: that is included. */
export function contextStretch(contextTokens: number, facts: TrainedLength): ContextStretch | undefined {
  const trained = facts.trainedContextTokens;
  if (trained === undefined || contextTokens <= trained) return undefined;
  const original = facts.originalContextTokens ?? trained;
  return { method: 'yarn', trainedTokens: original, factor: contextTokens / original };
}

/** The keys that llama.cpp reads for it: the binding has no option of its own, but lets metadata be replaced. */
export function stretchMetadata(architecture: string, stretch: ContextStretch): Record<string, object> {
  return {
    [architecture]: {
      rope: {
        scaling: {
          type: stretch.method,
          // A whole number would be passed on as an integer, which llama.cpp ignores where it wants a fraction.
          factor: Number.isInteger(stretch.factor) ? stretch.factor + 1e-6 : stretch.factor,
          original_context_length: stretch.trainedTokens,
        },
      },
    },
  };
}
