import type { ReplyPrompt, ReplyRequest } from '../engine/engine.ts';
import type { AssistantMessage, ChatMessage, ToolSpecification } from '../engine/message.ts';
import type { Endpoint } from './endpoint.ts';
import type { RefusedParameters } from './refusedParameters.ts';
import { samplingFields, withoutSeed } from './samplingFields.ts';

/** A request body, and what the server may do without. */
export interface RequestBody {
  readonly body: Readonly<Record<string, unknown>>;
  /** Names of the optional parameters in it, the likeliest to be at fault first. */
  readonly optional: readonly string[];
  /** What the caller wished for and this model or server does not take, by the names of the wire. */
  readonly leftOut: readonly string[];
  /** What is asked of the sampler, by the names of the wire; but for the seed. */
  readonly sampling: Readonly<Record<string, number>>;
}

/** The body of `/chat/completions`. */
export function chatBody(request: ReplyRequest, endpoint: Endpoint, refused: RefusedParameters): RequestBody {
  const { model, preset } = endpoint;
  const sampling = samplingFields(request, endpoint, refused);
  const thinking = thinkingFields(request, endpoint);
  const { chat_template_kwargs: templateArguments, ...prompt } = promptFields(request, endpoint);
  const switches = {
    ...thinking.fields,
    ...(templateArguments === undefined ? {} : { chat_template_kwargs: templateArguments }),
  };
  const stop = request.stopTexts === undefined ? {} : { stop: request.stopTexts };
  const wished = { ...switches, ...extras(endpoint), ...stop, ...sampling.fields };
  const kept = Object.entries(wished).filter(([name]) => !refused.has(name));
  const dropped = Object.keys({ ...switches, ...stop }).filter((name) => refused.has(name));
  const limitNames =
    preset.maxTokens === 'max_tokens'
      ? ['max_tokens', 'max_completion_tokens']
      : ['max_completion_tokens', 'max_tokens'];
  const limit = limitNames.find((name) => !refused.has(name));
  return {
    body: {
      model,
      ...prompt,
      stream: true,
      ...(limit === undefined ? {} : { [limit]: request.maxTokens }),
      ...Object.fromEntries(kept),
    },
    optional: [...kept.map(([name]) => name), ...(limit === undefined ? [] : [limit])],
    leftOut: [...sampling.leftOut, ...thinking.leftOut, ...dropped],
    sampling: withoutSeed(sampling.fields),
  };
}

/** What the prompt is made of: for the answer itself, and for counting its tokens. */
export function promptFields(prompt: ReplyPrompt, { preset }: Endpoint): Record<string, unknown> {
  const system = prompt.system === '' ? [] : [{ role: 'system', content: prompt.system }];
  // Thinking of earlier turns is not the model's business any more.
  const turnStart = prompt.messages.findLastIndex(({ role }) => role === 'user');
  const messages = prompt.messages.flatMap((message, index) =>
    messageFields(message, prompt.messages, preset.replaysThinking && index > turnStart),
  );
  return {
    messages: [...system, ...resultsFirst(messages)],
    ...(prompt.tools.length === 0 ? {} : { tools: prompt.tools.map(toolFields) }),
    ...(preset.thinking === 'template'
      ? { chat_template_kwargs: { enable_thinking: prompt.thinking.kind === 'on' } }
      : {}),
  };
}

interface SentMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly [field: string]: unknown;
}

/** Between calls and their results the protocol allows nothing: what stands there comes after them. */
function resultsFirst(messages: readonly SentMessage[]): SentMessage[] {
  const ordered: SentMessage[] = [];
  const afterResults: SentMessage[] = [];
  for (const [index, message] of messages.entries()) {
    const isBetween = message.role === 'user' && resultsFollow(messages, index);
    if (isBetween) afterResults.push(message);
    else {
      if (message.role !== 'tool') ordered.push(...afterResults.splice(0));
      ordered.push(message);
    }
  }
  return [...ordered, ...afterResults];
}

/** Is there a result before the next turn of the model? */
function resultsFollow(messages: readonly SentMessage[], from: number): boolean {
  const next = messages.slice(from + 1).find(({ role }) => role !== 'user');
  return next?.role === 'tool';
}

function toolFields({ name, description, parameters }: ToolSpecification) {
  return { type: 'function', function: { name, description, parameters } };
}

/**
 * The protocol has no place for a call that could not be read: what the model wrote stays in its text, and what it was
 * told about it comes from the user.
 */
function messageFields(message: ChatMessage, all: readonly ChatMessage[], withThinking: boolean): SentMessage[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: message.text }];
    case 'assistant':
      return [assistantFields(message, withThinking)];
    case 'tool':
      return isMalformed(message.callId, all)
        ? [{ role: 'user', content: message.text }]
        : [{ role: 'tool', tool_call_id: message.callId, content: message.text }];
  }
}

function assistantFields(message: AssistantMessage, withThinking: boolean): SentMessage {
  const calls = message.calls.flatMap((call) =>
    call.kind === 'call'
      ? [{ id: call.id, type: 'function', function: { name: call.name, arguments: JSON.stringify(call.arguments) } }]
      : [],
  );
  const content = textWithMalformed(message);
  return {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    ...(withThinking && message.thinking !== '' ? { reasoning_content: message.thinking } : {}),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

export function textWithMalformed({ text, calls }: AssistantMessage): string {
  const raw = calls.flatMap((call) => (call.kind === 'malformed' ? [call.raw] : []));
  return [text, ...raw].filter((part) => part !== '').join('\n');
}

export function isMalformed(callId: string, all: readonly ChatMessage[]): boolean {
  return all.some(
    (message) =>
      message.role === 'assistant' && message.calls.some((call) => call.kind === 'malformed' && call.id === callId),
  );
}

interface ThinkingFields {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly leftOut: readonly string[];
}

function thinkingFields({ thinking }: ReplyRequest, { preset }: Endpoint): ThinkingFields {
  const isOn = thinking.kind === 'on';
  const { thinkingBudget } = preset;
  const budget = isOn && thinkingBudget !== undefined ? { [thinkingBudget]: thinking.maxTokens } : {};
  const unlimited = isOn && thinkingBudget === undefined ? ['thinking budget'] : [];
  switch (preset.thinking) {
    case 'template':
      // Part of the prompt, and there already.
      return { fields: budget, leftOut: unlimited };
    case 'flag':
      return { fields: { enable_thinking: isOn, ...budget }, leftOut: unlimited };
    case 'reasoning':
      return { fields: { reasoning: isOn ? { max_tokens: thinking.maxTokens } : { enabled: false } }, leftOut: [] };
    case 'effort':
      return isOn
        ? { fields: { reasoning_effort: 'medium' }, leftOut: unlimited }
        : { fields: { reasoning_effort: 'none' }, leftOut: [] };
    case 'messages':
    case 'none':
      return { fields: {}, leftOut: isOn ? ['thinking'] : [] };
  }
}

/** What makes the server tell more. */
function extras({ preset }: Endpoint): Record<string, unknown> {
  return {
    stream_options: { include_usage: true },
    ...(preset.id === 'llama-server' ? { return_progress: true } : {}),
  };
}
