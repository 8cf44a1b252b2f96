import type { ReplyResult } from '../../engine/engine.ts';
import type { ToolSpecification } from '../../engine/message.ts';
import { typedArguments } from '../callArguments.ts';
import type { ReplyWire } from '../replyWire.ts';
import { splitCalls } from '../splitCalls.ts';
import { anthropicError } from './anthropicError.ts';
import { type StopReason, messageEvents, messageUsage } from './messageEvents.ts';

export interface MessageWireOptions {
  readonly id: string;
  readonly model: string;
  readonly tools: readonly ToolSpecification[];
}

/** A reply as `/v1/messages` writes it. Local thinking has no signature, and comes back without one. */
export function messageWire({ id, model, tools }: MessageWireOptions): ReplyWire {
  const events = messageEvents({ id, model });
  return {
    // What is not known yet is in the last event, which counts.
    begin: (prefill) =>
      events.begin({
        promptTokens: prefill?.promptTokens ?? 0,
        reusedTokens: prefill?.reusedTokens ?? 0,
        generatedTokens: 0,
      }),
    thinking: (text) => events.thinking(text),
    text: (text) => events.text(text),
    end(result) {
      const { unreadable, calls } = splitCalls(result.message);
      return [
        ...(unreadable === '' ? [] : events.text(unreadable)),
        ...calls.flatMap((call) => events.call(call, ['', JSON.stringify(typedArguments(call, tools))])),
        ...events.end(stopReason(result), result.usage, result.stoppedAt),
      ];
    },
    whole(result) {
      const { message, usage } = result;
      const { unreadable, calls } = splitCalls(message);
      const text = message.text + unreadable;
      return {
        id,
        type: 'message',
        role: 'assistant',
        model,
        content: [
          ...(message.thinking === '' ? [] : [{ type: 'thinking', thinking: message.thinking, signature: '' }]),
          ...(text === '' ? [] : [{ type: 'text', text }]),
          ...calls.map((call) => ({
            type: 'tool_use',
            id: call.id,
            name: call.name,
            input: typedArguments(call, tools),
          })),
        ],
        stop_reason: stopReason(result),
        stop_sequence: result.stoppedAt ?? null,
        usage: messageUsage(usage),
      };
    },
    broken: (refusal) => [{ event: 'error', data: anthropicError(refusal, id).body }],
  };
}

function stopReason(result: ReplyResult): StopReason {
  if (result.finish === 'length') return 'max_tokens';
  if (splitCalls(result.message).calls.length > 0) return 'tool_use';
  return result.stoppedAt === undefined ? 'end_turn' : 'stop_sequence';
}
