import type { ChatMessage } from '../../engine/message.ts';
import type { TaskResult } from '../result.ts';

type Transcript = TaskResult['evidence']['transcript'];

/** What of one message is kept. A tool's result, or a model that does not stop, can be of any length. */
const longestText = 64 * 1024;

/** A conversation as the results keep it: thinking and calls are text too. */
export function transcriptOf(system: string, messages: readonly ChatMessage[]): Transcript {
  return [{ role: 'system', text: cut(system) }, ...messages.map(entryOf)];
}

function entryOf(message: ChatMessage): Transcript[number] {
  if (message.role !== 'assistant') return { role: message.role, text: cut(message.text) };
  const thinking = message.thinking === '' ? [] : [`<think>\n${message.thinking}\n</think>`];
  const calls = message.calls.map((call) =>
    call.kind === 'call' ? `${call.name} ${JSON.stringify(call.arguments)}` : `(unreadable call) ${call.raw}`,
  );
  return {
    role: 'assistant',
    text: cut([...thinking, message.text, ...calls].filter((part) => part !== '').join('\n')),
  };
}

export function cut(text: string): string {
  if (text.length <= longestText) return text;
  const half = longestText / 2;
  return `${text.slice(0, half)}\n[${text.length - longestText} characters left out]\n${text.slice(-half)}`;
}
