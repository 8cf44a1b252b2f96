import * as z from 'zod';
import type { ReplyPrompt } from '../../engine/engine.ts';
import type { ChatMessage, ToolCall } from '../../engine/message.ts';
import { refuse, unsupported } from '../refusal.ts';

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const otherPart = z.object({ type: z.string() });
const content = z.union([z.string(), z.array(z.union([textPart, otherPart]))], 'must be text, or a list of parts');

const callSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.literal('function', 'must be function').optional(),
  function: z.object({ name: z.string().min(1).max(200), arguments: z.string() }),
});

const messageSchema = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.enum(['system', 'developer']), content }),
    z.object({ role: z.literal('user'), content }),
    z.object({
      role: z.literal('assistant'),
      content: content.nullish(),
      /** As vLLM and llama-server give it and take it back. */
      reasoning_content: z.string().nullish(),
      reasoning: z.string().nullish(),
      tool_calls: z.array(callSchema).nullish(),
    }),
    z.object({ role: z.literal('tool'), tool_call_id: z.string(), content }),
  ],
  'must be a message of the role system, developer, user, assistant or tool',
);

export const messagesSchema = z.array(messageSchema).min(1, 'must hold at least one message');

type SentMessage = z.infer<typeof messageSchema>;
type SentContent = z.infer<typeof content>;

/** The conversation as engines take it. Refuses what a chat template has no place for. */
export function readChatMessages(sent: readonly SentMessage[]): Pick<ReplyPrompt, 'system' | 'messages'> {
  const firstTurn = sent.findIndex((message) => !isInstruction(message));
  const instructions = firstTurn < 0 ? sent : sent.slice(0, firstTurn);
  const system = instructions.map((message, index) => textOf(message.content, `messages[${index}].content`));
  const messages: ChatMessage[] = [];
  const callIds = new Set<string>();
  for (const [index, message] of sent.entries()) {
    if (index < instructions.length) continue;
    const at = `messages[${index}]`;
    if (message.role === 'tool' && !callIds.has(message.tool_call_id)) {
      const name = `${at}.tool_call_id`;
      throw refuse('invalid-request', `Invalid value for '${name}': no message before it has this call.`, name);
    }
    const read = readMessage(message, at);
    if (read.role === 'assistant') for (const { id } of read.calls) callIds.add(id);
    messages.push(read);
  }
  const last = messages.at(-1);
  if (last === undefined) throw refuse('invalid-request', 'The conversation has no message of a user.', 'messages');
  if (last.role === 'assistant') {
    const message = 'The last message must come from the user or a tool: answers cannot be begun for the model.';
    throw refuse('invalid-request', message, 'messages');
  }
  return { system: system.join('\n\n'), messages };
}

function isInstruction({ role }: SentMessage): boolean {
  return role === 'system' || role === 'developer';
}

function readMessage(message: SentMessage, at: string): ChatMessage {
  switch (message.role) {
    case 'system':
    case 'developer':
      throw refuse('invalid-request', `Invalid value for '${at}.role': system messages come first.`, `${at}.role`);
    case 'user':
      return { role: 'user', text: textOf(message.content, `${at}.content`) };
    case 'tool':
      return { role: 'tool', callId: message.tool_call_id, text: textOf(message.content, `${at}.content`) };
    case 'assistant':
      return {
        role: 'assistant',
        thinking: message.reasoning_content ?? message.reasoning ?? '',
        text: textOf(message.content, `${at}.content`),
        calls: (message.tool_calls ?? []).map(readCall),
      };
  }
}

function readCall({ id, function: called }: z.infer<typeof callSchema>): ToolCall {
  const read = callArguments(called.arguments);
  if (read !== undefined) return { kind: 'call', id, name: called.name, arguments: read };
  // Another model may have written it. It goes on being what it was.
  const raw = `${called.name} ${called.arguments}`;
  return { kind: 'malformed', id, raw, problem: 'The arguments are not a JSON object.' };
}

function callArguments(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.trim() === '') return {};
  try {
    const { data } = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text));
    return data;
  } catch {
    return undefined;
  }
}

/** Parts follow each other as they are. */
function textOf(given: SentContent | null | undefined, at: string): string {
  if (given === null || given === undefined) return '';
  if (typeof given === 'string') return given;
  return given
    .map((part, index) => {
      if ('text' in part) return part.text;
      throw unsupported(`${at}[${index}].type`, `is ${part.type}, and this server takes text alone`);
    })
    .join('');
}
