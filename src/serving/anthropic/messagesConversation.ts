import * as z from 'zod';
import type { ReplyPrompt } from '../../engine/engine.ts';
import type { ChatMessage, WellFormedCall } from '../../engine/message.ts';
import { refuse, unsupported } from '../refusal.ts';

const textBlock = z.object({ type: z.literal('text'), text: z.string() });
const otherBlock = z.object({ type: z.string() });
const resultContent = z.union([z.string(), z.array(z.union([textBlock, otherBlock]))]).nullish();

/** The kinds that are read; of any other, only the kind, to name it. */
const blockSchemas = {
  text: textBlock,
  thinking: z.object({ type: z.literal('thinking'), thinking: z.string() }),
  redacted_thinking: z.object({ type: z.literal('redacted_thinking') }),
  tool_use: z.object({
    type: z.literal('tool_use'),
    id: z.string().min(1).max(200),
    name: z.string().min(1).max(200),
    input: z.record(z.string(), z.unknown()),
  }),
  tool_result: z.object({
    type: z.literal('tool_result'),
    tool_use_id: z.string(),
    content: resultContent,
    is_error: z.boolean().nullish(),
  }),
} as const;

const blockSchema = z.discriminatedUnion('type', [
  blockSchemas.text,
  blockSchemas.thinking,
  blockSchemas.redacted_thinking,
  blockSchemas.tool_use,
  blockSchemas.tool_result,
]);

type Block = z.infer<typeof blockSchema>;

export const systemSchema = z.union([z.string(), z.array(textBlock)]).nullish();

export const conversationSchema = z
  .array(
    z.object({
      role: z.enum(['user', 'assistant'], 'must be user or assistant'),
      content: z.union([z.string(), z.array(otherBlock.loose())], 'must be text, or a list of blocks'),
    }),
  )
  .min(1, 'must hold at least one message');

/** The conversation as engines take it. Throws `RequestRefused`. */
export function readConversation(
  system: z.infer<typeof systemSchema>,
  sent: z.infer<typeof conversationSchema>,
): Pick<ReplyPrompt, 'system' | 'messages'> {
  const messages: ChatMessage[] = [];
  const callIds = new Set<string>();
  for (const [index, { role, content }] of sent.entries()) {
    const at = `messages.${index}`;
    const blocks = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : readBlocks(content, at);
    const read = role === 'user' ? userMessages(blocks, at) : [assistantMessage(blocks, at)];
    for (const message of read) {
      if (message.role === 'assistant') for (const { id } of message.calls) callIds.add(id);
      if (message.role === 'tool' && !callIds.has(message.callId)) {
        throw refuse('invalid-request', `${at}: no message before it has the tool_use ${message.callId}`, at);
      }
    }
    messages.push(...read);
  }
  const last = messages.at(-1);
  if (last === undefined || last.role === 'assistant') {
    throw refuse(
      'invalid-request',
      'messages: the last one must come from the user: answers cannot be prefilled',
      'messages',
    );
  }
  const texts = typeof system === 'string' ? [system] : (system ?? []).map(({ text }) => text);
  return { system: texts.join('\n\n'), messages };
}

function readBlocks(content: readonly { readonly type: string }[], at: string): Block[] {
  return content.map((block, index) => {
    const parsed = blockSchema.safeParse(block);
    if (parsed.success) return parsed.data;
    const place = `${at}.content.${index}`;
    if (!Object.hasOwn(blockSchemas, block.type)) {
      throw unsupported(`${place}.type`, `is ${block.type}, and this server takes text, thinking and tools alone`);
    }
    const [issue] = parsed.error.issues;
    const name = [place, ...(issue?.path ?? [])].map(String).join('.');
    throw refuse('invalid-request', `${name}: ${issue?.message ?? 'has another shape'}`, name);
  });
}

/** Results become messages of their own; what the user says beside them follows. */
function userMessages(blocks: readonly Block[], at: string): ChatMessage[] {
  const results: ChatMessage[] = [];
  const said: string[] = [];
  for (const block of blocks) {
    if (block.type === 'tool_result') {
      results.push({ role: 'tool', callId: block.tool_use_id, text: resultText(block, at) });
    } else if (block.type === 'text') said.push(block.text);
    else throw refuse('invalid-request', `${at}: ${block.type} blocks are the assistant's`, at);
  }
  return [...results, ...(said.length === 0 ? [] : [{ role: 'user' as const, text: said.join('\n\n') }])];
}

function resultText({ content }: Extract<Block, { type: 'tool_result' }>, at: string): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .map((part) => {
      if ('text' in part) return part.text;
      throw unsupported(`${at}.content`, `has a result with ${part.type}, and this server takes text alone`);
    })
    .join('\n');
}

function assistantMessage(blocks: readonly Block[], at: string): ChatMessage {
  if (blocks.some(({ type }) => type === 'tool_result')) {
    throw refuse('invalid-request', `${at}: tool_result blocks are the user's`, at);
  }
  const calls = blocks.flatMap((block): WellFormedCall[] =>
    block.type === 'tool_use' ? [{ kind: 'call', id: block.id, name: block.name, arguments: block.input }] : [],
  );
  return {
    role: 'assistant',
    thinking: blocks.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : [])).join('\n'),
    text: blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n'),
    calls,
  };
}
