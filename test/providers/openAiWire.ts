/** Scripted answers as OpenAI's protocol has them on the wire: chunks of `/chat/completions` and `/completions`. */
import { type OpenAiFinish, chatChunks as chunksOf } from '../../src/serving/openAi/chatChunks.ts';
import { completionChunks as completionChunksOf } from '../../src/serving/openAi/completionChunks.ts';
import { type GoodAnswer, argumentsText, fragmentsOf, usageOf, wordsOf } from './answer.ts';

export interface OpenAiDialect {
  readonly model: string;
  /** vLLM, llama-server and their kin; OpenRouter; a server that leaves it in the text. */
  readonly thinkingIn: 'reasoning_content' | 'reasoning' | 'text';
  /** Did the request ask for it? */
  readonly includesUsage: boolean;
}

const created = 1_795_000_000;

/** Each a JSON value behind `data:`; undefined stands for the pause. */
export function chatChunks(answer: GoodAnswer, { model, thinkingIn, includesUsage }: OpenAiDialect) {
  const thinkingField = thinkingIn === 'text' ? 'reasoning_content' : thinkingIn;
  const chunks = chunksOf({ id: 'chatcmpl-1', created, model, thinkingField });
  const { thinking = '', text = '', calls = [] } = answer;
  const thoughts =
    thinkingIn !== 'text'
      ? wordsOf(thinking).map(chunks.thinking)
      : thinking === ''
        ? []
        : wordsOf(`<think>\n${thinking}\n</think>\n\n`).map(chunks.text);
  const toolCalls = calls.flatMap((call, index) => [
    chunks.call(index, { id: call.id ?? `call_${index}_${call.name}`, name: call.name }),
    ...fragmentsOf(argumentsText(call)).map((fragment) => chunks.callArguments(index, fragment)),
  ]);
  const words = wordsOf(text).map(chunks.text);
  const half = Math.ceil(words.length / 2);
  return [
    chunks.begin(thoughts.length > 0),
    ...thoughts,
    ...words.slice(0, half),
    undefined,
    ...words.slice(half),
    ...toolCalls,
    chunks.end(finishReason(answer)),
    ...(includesUsage ? [chunks.usage(usageOf(answer))] : []),
  ];
}

export function completionChunks(answer: GoodAnswer, { model, includesUsage }: OpenAiDialect): object[] {
  const chunks = completionChunksOf({ id: 'cmpl-1', created, model });
  return [
    ...wordsOf(answer.text ?? '').map(chunks.text),
    chunks.end(answer.finish === 'length' ? 'length' : 'stop'),
    ...(includesUsage ? [chunks.usage(usageOf(answer))] : []),
  ];
}

/** llama-server's `/infill`, as its `/completion`. */
export function infillChunks(answer: GoodAnswer): object[] {
  const { promptTokens: prompt, reusedTokens: cached, generatedTokens: generated } = usageOf(answer);
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

function finishReason({ finish, calls = [] }: GoodAnswer): OpenAiFinish {
  if (finish === 'length') return 'length';
  if (finish === 'filtered') return 'content_filter';
  return calls.length > 0 ? 'tool_calls' : 'stop';
}
