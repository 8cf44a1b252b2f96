import type { ReplyResult } from '../../engine/engine.ts';
import type { AssistantMessage, ToolSpecification, WellFormedCall } from '../../engine/message.ts';
import { typedArguments } from '../callArguments.ts';
import type { ReplyWire } from '../replyWire.ts';
import type { WireEvent } from '../wireEvent.ts';
import { type ChunkFacts, type OpenAiFinish, chatChunks } from './chatChunks.ts';
import { openAiError } from './openAiError.ts';
import { openAiUsage } from './openAiUsage.ts';

export interface ChatWireOptions extends ChunkFacts {
  readonly tools: readonly ToolSpecification[];
  readonly includesUsage: boolean;
}

/** A reply as `/v1/chat/completions` writes it. */
export function chatWire({ tools, includesUsage, ...facts }: ChatWireOptions): ReplyWire {
  const chunks = chatChunks({ ...facts, thinkingField: 'reasoning_content' });
  const argumentsText = (call: WellFormedCall): string => JSON.stringify(typedArguments(call, tools));
  const events = (...values: readonly object[]): WireEvent[] => values.map((data) => ({ data }));
  return {
    begin: () => events(chunks.begin(false)),
    thinking: (text) => events(chunks.thinking(text)),
    text: (text) => events(chunks.text(text)),
    end(result) {
      const { message, usage } = result;
      const unreadable = unreadableText(message);
      const calls = wellFormed(message).flatMap((call, index) => [
        chunks.call(index, call),
        chunks.callArguments(index, argumentsText(call)),
      ]);
      return [
        ...events(...(unreadable === '' ? [] : [chunks.text(unreadable)]), ...calls, chunks.end(finishOf(result))),
        ...events(...(includesUsage ? [chunks.usage(usage)] : [])),
        { data: '[DONE]' },
      ];
    },
    whole(result) {
      const { message, usage } = result;
      const calls = wellFormed(message).map((call) => ({
        id: call.id,
        type: 'function',
        function: { name: call.name, arguments: argumentsText(call) },
      }));
      const text = message.text + unreadableText(message);
      const content = text === '' && calls.length > 0 ? null : text;
      const sent = {
        role: 'assistant',
        content,
        refusal: null,
        ...(message.thinking === '' ? {} : { reasoning_content: message.thinking }),
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      };
      return {
        ...facts,
        object: 'chat.completion',
        choices: [{ index: 0, message: sent, logprobs: null, finish_reason: finishOf(result) }],
        usage: openAiUsage(usage),
      };
    },
    broken: (refusal) => events(openAiError(refusal).body),
  };
}

function wellFormed({ calls }: AssistantMessage): WellFormedCall[] {
  return calls.filter((call) => call.kind === 'call');
}

/** The protocol has no place for a call that could not be read: it is text, as the model wrote it. */
export function unreadableText({ text, calls }: AssistantMessage): string {
  const raw = calls.flatMap((call) => (call.kind === 'malformed' ? [call.raw] : []));
  return raw.length === 0 ? '' : (text === '' ? '' : '\n') + raw.join('\n');
}

function finishOf({ finish, message }: ReplyResult): OpenAiFinish {
  if (finish === 'length') return 'length';
  return wellFormed(message).length > 0 ? 'tool_calls' : 'stop';
}
