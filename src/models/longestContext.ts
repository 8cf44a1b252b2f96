import type { ModelFileFacts } from './modelFileFacts.ts';

/** Qwen publishes results up to four times the trained length (model card of Qwen 3.5: 262,144, to 1,010,000 with YaRN). */
export const longestStretch = 4;

/** The longest context that makes sense. Of other families than Qwen 3.5 it is not known how they take to stretching. */
export function longestContext({
  trainedContextTokens,
  contextState,
}: Pick<ModelFileFacts, 'trainedContextTokens' | 'contextState'>): number {
  if (trainedContextTokens === undefined) return Number.POSITIVE_INFINITY;
  return contextState === undefined ? trainedContextTokens : trainedContextTokens * longestStretch;
}
