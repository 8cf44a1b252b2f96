/** Answers as Anthropic's Messages have them on the wire: named events. */
import { type GoodAnswer, argumentsText, defaultUsage, fragmentsOf, wordsOf } from './answer.ts';

export interface WireEvent {
  readonly event: string;
  readonly data: object;
}

/** Undefined stands for the pause. */
export function messageEvents(answer: GoodAnswer, model: string): (WireEvent | undefined)[] {
  const { thinking = '', text = '', calls = [] } = answer;
  const usage = { ...defaultUsage, ...answer.usage };
  let index = -1;
  const event = (type: string, fields: object): WireEvent => ({ event: type, data: { type, ...fields } });
  const block = (content: object, deltas: readonly object[]): WireEvent[] => {
    index += 1;
    return [
      event('content_block_start', { index, content_block: content }),
      ...deltas.map((delta) => event('content_block_delta', { index, delta })),
      event('content_block_stop', { index }),
    ];
  };
  const thoughts =
    thinking === ''
      ? []
      : block({ type: 'thinking', thinking: '', signature: '' }, [
          ...wordsOf(thinking).map((word) => ({ type: 'thinking_delta', thinking: word })),
          { type: 'signature_delta', signature: `signed(${thinking})` },
        ]);
  const words = wordsOf(text).map((word) => ({ type: 'text_delta', text: word }));
  const spoken: (WireEvent | undefined)[] = text === '' ? [undefined] : block({ type: 'text', text: '' }, words);
  if (text !== '') spoken.splice(1 + Math.ceil(words.length / 2), 0, undefined);
  const called = calls.flatMap((call, at) =>
    block(
      { type: 'tool_use', id: call.id ?? `toolu_${at}_${call.name}`, name: call.name, input: {} },
      ['', ...fragmentsOf(argumentsText(call))].map((fragment) => ({
        type: 'input_json_delta',
        partial_json: fragment,
      })),
    ),
  );
  return [
    event('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          input_tokens: usage.prompt - usage.cached - usage.written,
          cache_read_input_tokens: usage.cached,
          cache_creation_input_tokens: usage.written,
          output_tokens: 1,
        },
      },
    }),
    event('ping', {}),
    ...thoughts,
    ...spoken,
    ...called,
    event('message_delta', {
      delta: { stop_reason: stopReason(answer), stop_sequence: null },
      usage: { output_tokens: usage.generated },
    }),
    event('message_stop', {}),
  ];
}

function stopReason({ finish, calls = [] }: GoodAnswer): string {
  if (finish === 'length') return 'max_tokens';
  if (finish === 'filtered') return 'refusal';
  return calls.length > 0 ? 'tool_use' : 'end_turn';
}
