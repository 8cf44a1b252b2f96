import type { ChunkFacts } from './chatChunks.ts';
import { type CountedUsage, openAiUsage } from './openAiUsage.ts';

type CompletionFinish = 'stop' | 'length';

/** What `/v1/completions` answers: in chunks, each the JSON value behind `data:`, and whole. */
export function completionChunks({ id, created, model }: ChunkFacts) {
  const chunk = (text: string, finish: CompletionFinish | null = null): object => ({
    id,
    object: 'text_completion',
    created,
    model,
    choices: [{ index: 0, text, logprobs: null, finish_reason: finish }],
  });
  return {
    text: (text: string) => chunk(text),
    end: (finish: CompletionFinish) => chunk('', finish),
    usage: (usage: CountedUsage) => ({ ...chunk(''), choices: [], usage: openAiUsage(usage) }),
    whole: (text: string, finish: CompletionFinish, usage: CountedUsage) => ({
      ...chunk(text, finish),
      usage: openAiUsage(usage),
    }),
  };
}
