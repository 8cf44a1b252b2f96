import type { Usage } from '../../engine/engine.ts';
import type { WireEvent } from '../wireEvent.ts';

export type StopReason = 'end_turn' | 'stop_sequence' | 'max_tokens' | 'tool_use' | 'refusal';

export type MessageUsage = Pick<Usage, 'promptTokens' | 'reusedTokens' | 'generatedTokens' | 'writtenToCacheTokens'>;

/** The API counts what it read from the cache, and what it wrote to it, apart from the rest. */
export function messageUsage(usage: MessageUsage): object {
  const { promptTokens, reusedTokens, generatedTokens, writtenToCacheTokens = 0 } = usage;
  return {
    input_tokens: promptTokens - reusedTokens - writtenToCacheTokens,
    cache_read_input_tokens: reusedTokens,
    cache_creation_input_tokens: writtenToCacheTokens,
    output_tokens: generatedTokens,
  };
}

/** The events of a streamed message: platform.claude.com/docs/en/build-with-claude/streaming. */
export function messageEvents({ id, model }: { readonly id: string; readonly model: string }) {
  let index = -1;
  let open: 'thinking' | 'text' | undefined;
  const event = (type: string, fields: object): WireEvent => ({ event: type, data: { type, ...fields } });
  const delta = (fields: object): WireEvent => event('content_block_delta', { index, delta: fields });
  const start = (content: object): WireEvent => {
    index += 1;
    return event('content_block_start', { index, content_block: content });
  };
  /** Ends the block that is open. */
  const close = (): WireEvent[] => {
    if (open === undefined) return [];
    open = undefined;
    return [event('content_block_stop', { index })];
  };
  const enter = (kind: 'thinking' | 'text'): WireEvent[] => {
    if (open === kind) return [];
    const before = close();
    open = kind;
    const content = kind === 'text' ? { type: 'text', text: '' } : { type: 'thinking', thinking: '', signature: '' };
    return [...before, start(content)];
  };
  return {
    begin: (usage: MessageUsage): WireEvent[] => [
      event('message_start', {
        message: {
          id,
          type: 'message',
          role: 'assistant',
          model,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: messageUsage(usage),
        },
      }),
      event('ping', {}),
    ],
    thinking: (text: string): WireEvent[] => [...enter('thinking'), delta({ type: 'thinking_delta', thinking: text })],
    /** Of the thinking that is open. */
    signature: (text: string): WireEvent[] => [delta({ type: 'signature_delta', signature: text })],
    text: (text: string): WireEvent[] => [...enter('text'), delta({ type: 'text_delta', text })],
    call: (call: { readonly id: string; readonly name: string }, fragments: readonly string[]): WireEvent[] => [
      ...close(),
      start({ type: 'tool_use', id: call.id, name: call.name, input: {} }),
      ...fragments.map((json) => delta({ type: 'input_json_delta', partial_json: json })),
      event('content_block_stop', { index }),
    ],
    end: (reason: StopReason, usage: MessageUsage, sequence: string | null = null): WireEvent[] => [
      ...close(),
      event('message_delta', { delta: { stop_reason: reason, stop_sequence: sequence }, usage: messageUsage(usage) }),
      event('message_stop', {}),
    ],
  };
}
