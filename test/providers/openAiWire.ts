/** Answers as OpenAI's protocol has them on the wire: chunks of `/chat/completions` and `/completions`. */
import { type AnsweredUsage, type GoodAnswer, argumentsText, defaultUsage, fragmentsOf, wordsOf } from './answer.ts';

export interface OpenAiDialect {
  readonly model: string;
  /** vLLM, llama-server and their kin; OpenRouter; a server that leaves it in the text. */
  readonly thinkingIn: 'reasoning_content' | 'reasoning' | 'text';
  /** Did the request ask for it? */
  readonly includesUsage: boolean;
}

/** Each a JSON value behind `data:`; undefined stands for the pause. */
export function chatChunks(answer: GoodAnswer, dialect: OpenAiDialect): (object | undefined)[] {
  const chunk = (delta: object, finish: string | null = null): object => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_795_000_000,
    model: dialect.model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  const { thinking = '', text = '', calls = [] } = answer;
  const thoughts =
    dialect.thinkingIn === 'text'
      ? thinking === ''
        ? []
        : wordsOf(`<think>\n${thinking}\n</think>\n\n`).map((word) => chunk({ content: word }))
      : wordsOf(thinking).map((word) => chunk({ [dialect.thinkingIn]: word }));
  const toolCalls = calls.flatMap((call, index) => [
    chunk({
      tool_calls: [
        {
          index,
          id: call.id ?? `call_${index}_${call.name}`,
          type: 'function',
          function: { name: call.name, arguments: '' },
        },
      ],
    }),
    ...fragmentsOf(argumentsText(call)).map((fragment) =>
      chunk({ tool_calls: [{ index, function: { arguments: fragment } }] }),
    ),
  ]);
  const words = wordsOf(text);
  const half = Math.ceil(words.length / 2);
  return [
    chunk({ role: 'assistant', content: thoughts.length > 0 ? null : '' }),
    ...thoughts,
    ...words.slice(0, half).map((word) => chunk({ content: word })),
    undefined,
    ...words.slice(half).map((word) => chunk({ content: word })),
    ...toolCalls,
    chunk({}, finishReason(answer)),
    ...(dialect.includesUsage ? [{ ...chunk({}), choices: [], usage: openAiUsage(answer) }] : []),
  ];
}

export function completionChunks(answer: GoodAnswer, { model, includesUsage }: OpenAiDialect): object[] {
  const chunk = (text: string, finish: string | null = null): object => ({
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1_795_000_000,
    model,
    choices: [{ index: 0, text, logprobs: null, finish_reason: finish }],
  });
  return [
    ...wordsOf(answer.text ?? '').map((word) => chunk(word)),
    chunk('', answer.finish === 'length' ? 'length' : 'stop'),
    ...(includesUsage ? [{ ...chunk(''), choices: [], usage: openAiUsage(answer) }] : []),
  ];
}

/** llama-server's `/infill`, as its `/completion`. */
export function infillChunks(answer: GoodAnswer): object[] {
  const { prompt, cached, generated } = usageOf(answer);
  const words = wordsOf(answer.text ?? '');
  return [
    ...words.map((content, index) => ({ index: 0, content, tokens: [index], stop: false, id_slot: -1 })),
    {
      index: 0,
      content: '',
      tokens: [],
      id_slot: 0,
      stop: true,
      stop_type: answer.finish === 'length' ? 'limit' : 'eos',
      stopping_word: '',
      tokens_predicted: generated,
      tokens_evaluated: prompt,
      tokens_cached: prompt + generated,
      timings: { cache_n: cached, prompt_n: prompt - cached, predicted_n: generated },
    },
  ];
}

function finishReason({ finish, calls = [] }: GoodAnswer): string {
  if (finish === 'length') return 'length';
  if (finish === 'filtered') return 'content_filter';
  return calls.length > 0 ? 'tool_calls' : 'stop';
}

function openAiUsage(answer: GoodAnswer): object {
  const { prompt, cached, generated } = usageOf(answer);
  return {
    prompt_tokens: prompt,
    completion_tokens: generated,
    total_tokens: prompt + generated,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: wordsOf(answer.thinking ?? '').length },
  };
}

function usageOf({ usage }: GoodAnswer): AnsweredUsage {
  return { ...defaultUsage, ...usage };
}
