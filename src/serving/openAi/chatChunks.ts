import { type CountedUsage, openAiUsage } from './openAiUsage.ts';

export interface ChunkFacts {
  readonly id: string;
  /** Unix time in seconds. */
  readonly created: number;
  readonly model: string;
}

export interface ChatDialect extends ChunkFacts {
  /** vLLM, llama-server and their kin; OpenRouter. */
  readonly thinkingField: 'reasoning_content' | 'reasoning';
}

export type OpenAiFinish = 'stop' | 'length' | 'tool_calls' | 'content_filter';

/** The chunks of a streamed chat completion, each the JSON value behind `data:`. */
export function chatChunks({ id, created, model, thinkingField }: ChatDialect) {
  const chunk = (delta: object, finish: OpenAiFinish | null = null): object => ({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  return {
    /** `isThinking`: thinking comes before the text. */
    begin: (isThinking: boolean) => chunk({ role: 'assistant', content: isThinking ? null : '' }),
    thinking: (text: string) => chunk({ [thinkingField]: text }),
    text: (text: string) => chunk({ content: text }),
    /** Its arguments follow in pieces. */
    call: (index: number, call: { readonly id: string; readonly name: string }) =>
      chunk({
        tool_calls: [{ index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } }],
      }),
    callArguments: (index: number, text: string) => chunk({ tool_calls: [{ index, function: { arguments: text } }] }),
    end: (finish: OpenAiFinish) => chunk({}, finish),
    /** The last one, for a request that wants it. */
    usage: (usage: CountedUsage) => ({ ...chunk({}), choices: [], usage: openAiUsage(usage) }),
  };
}
