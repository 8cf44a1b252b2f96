import type { ReplyRequest, ThinkingMode } from '../engine/engine.ts';
import type { AssistantMessage, ChatMessage } from '../engine/message.ts';
import { type RequestBody, isMalformed, textWithMalformed } from './chatBody.ts';
import type { Endpoint } from './endpoint.ts';
import type { RefusedParameters } from './refusedParameters.ts';
import { samplingFields, withoutSeed } from './samplingFields.ts';

/** The API takes no smaller budget. */
const smallestBudget = 1024;

/** Thinking as the API gave it, with its signature: a turn that called tools must go back with it. */
export type SignedThinking = Readonly<Record<string, unknown>>;

export interface MessagesMemory {
  /** What the model thought before the call of this id. */
  thinkingBefore(callId: string): readonly SignedThinking[] | undefined;
}

/** The body of Anthropic's `/v1/messages`. */
export function messagesBody(
  request: ReplyRequest,
  endpoint: Endpoint,
  refused: RefusedParameters,
  memory: MessagesMemory,
): RequestBody {
  const thinking = thinkingFields(request, endpoint, refused, memory);
  // With thinking the API takes the default sampling alone.
  const isThinking = 'thinking' in thinking.fields;
  const sampling = samplingFields(request, endpoint, refused);
  const samplingKept = isThinking ? {} : sampling.fields;
  const samplingDropped = isThinking ? Object.keys(sampling.fields) : [];
  const messages = mergeRoles(
    request.messages.flatMap((message) => messageBlocks(message, request.messages, isThinking ? memory : undefined)),
  );
  return {
    body: {
      model: endpoint.model,
      max_tokens: request.maxTokens,
      stream: true,
      ...(request.system === ''
        ? {}
        : { system: [{ type: 'text', text: request.system, cache_control: { type: 'ephemeral' } }] }),
      messages: withCacheMark(messages),
      ...(request.tools.length === 0
        ? {}
        : {
            tools: request.tools.map(({ name, description, parameters }) => ({
              name,
              description,
              input_schema: parameters,
            })),
          }),
      ...(request.stopTexts === undefined ? {} : { stop_sequences: request.stopTexts }),
      ...thinking.fields,
      ...samplingKept,
    },
    optional: [...thinking.optional, ...Object.keys(samplingKept)],
    leftOut: [...thinking.leftOut, ...sampling.leftOut, ...samplingDropped],
    sampling: withoutSeed(samplingKept),
  };
}

interface ThinkingFields {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly optional: readonly string[];
  readonly leftOut: readonly string[];
}

const none: ThinkingFields = { fields: {}, optional: [], leftOut: [] };

/** `budget_tokens` is learnt as refused by models that decide for themselves, `adaptive` by the others. */
function thinkingFields(
  { thinking, maxTokens, messages }: ReplyRequest,
  { apiModel }: Endpoint,
  refused: RefusedParameters,
  memory: MessagesMemory,
): ThinkingFields {
  if (thinking.kind === 'off') return thinkingOff(apiModel?.thinking, refused);
  if (!hasItsThinking(messages, memory)) return { ...none, leftOut: ['thinking'] };
  const isAdaptive = apiModel?.thinking === 'adaptive' || refused.has('budget_tokens');
  if (isAdaptive && !refused.has('adaptive')) {
    return {
      fields: { thinking: { type: 'adaptive', display: 'summarized' } },
      optional: ['adaptive', 'thinking'],
      leftOut: ['budget_tokens'],
    };
  }
  const budget = budgetOf(thinking, maxTokens);
  if (isAdaptive || budget === undefined) return { ...none, leftOut: ['thinking'] };
  return {
    fields: { thinking: { type: 'enabled', budget_tokens: budget } },
    optional: ['budget_tokens', 'thinking'],
    leftOut: [],
  };
}

/** Models that decide for themselves think unless they are told not to. */
function thinkingOff(kind: 'budget' | 'adaptive' | undefined, refused: RefusedParameters): ThinkingFields {
  if (kind !== 'adaptive' || refused.has('thinking')) return none;
  return { fields: { thinking: { type: 'disabled' } }, optional: ['thinking'], leftOut: [] };
}

function budgetOf(thinking: Extract<ThinkingMode, { kind: 'on' }>, maxTokens: number): number | undefined {
  const budget = Math.max(smallestBudget, thinking.maxTokens);
  return budget < maxTokens ? budget : undefined;
}

/** A turn in which tools were called goes on with its thinking or without any. */
function hasItsThinking(messages: readonly ChatMessage[], memory: MessagesMemory): boolean {
  const turnStart = messages.findLastIndex(({ role }) => role === 'user');
  const callers = messages.slice(turnStart + 1).filter((message) => message.role === 'assistant');
  return callers.every(({ calls }) => {
    const [first] = calls.filter(({ kind }) => kind === 'call');
    return first === undefined || memory.thinkingBefore(first.id) !== undefined;
  });
}

interface RoleBlocks {
  readonly role: 'user' | 'assistant';
  readonly content: readonly Readonly<Record<string, unknown>>[];
}

/** `memory`: absent when this request does not think. */
function messageBlocks(
  message: ChatMessage,
  all: readonly ChatMessage[],
  memory: MessagesMemory | undefined,
): RoleBlocks[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: textBlocks(message.text) }];
    case 'assistant':
      return [{ role: 'assistant', content: assistantBlocks(message, memory) }];
    case 'tool':
      if (isMalformed(message.callId, all)) return [{ role: 'user', content: textBlocks(message.text) }];
      return [
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: plainId(message.callId), content: message.text }],
        },
      ];
  }
}

function assistantBlocks(message: AssistantMessage, memory: MessagesMemory | undefined) {
  const calls = message.calls.flatMap((call) =>
    call.kind === 'call' ? [{ type: 'tool_use', id: plainId(call.id), name: call.name, input: call.arguments }] : [],
  );
  const [first] = message.calls.filter(({ kind }) => kind === 'call');
  const thinking = (first === undefined ? undefined : memory?.thinkingBefore(first.id)) ?? [];
  return [...thinking, ...textBlocks(textWithMalformed(message)), ...calls];
}

/** The API refuses texts without a word. */
function textBlocks(text: string) {
  return text.trim() === '' ? [] : [{ type: 'text', text: text.trimEnd() }];
}

/** An id may come from another engine; the API knows only these characters. */
function plainId(id: string): string {
  return id.replaceAll(/[^\w-]/g, '_');
}

/** Roles alternate; results of tools come before what else the user says. */
function mergeRoles(messages: readonly RoleBlocks[]): RoleBlocks[] {
  const merged: RoleBlocks[] = [];
  for (const { role, content } of messages) {
    if (content.length === 0) continue;
    const last = merged.at(-1);
    if (last?.role === role) merged[merged.length - 1] = { role, content: [...last.content, ...content] };
    else merged.push({ role, content });
  }
  return merged.map(({ role, content }) => ({ role, content: content.toSorted(resultsFirst) }));
}

function resultsFirst(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): number {
  return Number(b['type'] === 'tool_result') - Number(a['type'] === 'tool_result');
}

/** The prompt up to its end is kept for the next request, which begins with it. */
function withCacheMark(messages: readonly RoleBlocks[]): RoleBlocks[] {
  const last = messages.at(-1);
  const block = last?.content.at(-1);
  if (last === undefined || block === undefined) return [...messages];
  const marked = { ...block, cache_control: { type: 'ephemeral' } };
  return [...messages.slice(0, -1), { ...last, content: [...last.content.slice(0, -1), marked] }];
}
