import type { ReplyResult } from '../../engine/engine.ts';
import type { ToolSpecification, WellFormedCall } from '../../engine/message.ts';
import { typedArguments } from '../callArguments.ts';
import type { ReplyWire } from '../replyWire.ts';
import { splitCalls } from '../splitCalls.ts';
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
      const { unreadable, calls: read } = splitCalls(message);
      const calls = read.flatMap((call, index) => [
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
      const { unreadable, calls: read } = splitCalls(message);
      const calls = read.map((call) => ({
        id: call.id,
        type: 'function',
        function: { name: call.name, arguments: argumentsText(call) },
      }));
      const text = message.text + unreadable;
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

function finishOf({ finish, message }: ReplyResult): OpenAiFinish {
  if (finish === 'length') return 'length';
  return splitCalls(message).calls.length > 0 ? 'tool_calls' : 'stop';
}
