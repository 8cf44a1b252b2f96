import * as z from 'zod';
import type { ReplyPrompt, ThinkingMode } from '../../engine/engine.ts';
import type { ToolSpecification } from '../../engine/message.ts';
import { readRequest } from '../readRequest.ts';
import { unsupported } from '../refusal.ts';
import type { AskedReply } from '../replyWire.ts';
import { requestedSampling, samplingFields } from '../requestedSampling.ts';
import { type NeutralValues, refuseUnsupported } from '../unsupportedParameters.ts';
import { messagesSchema, readChatMessages } from './chatMessages.ts';

const toolSchema = z.object({
  type: z.literal('function', 'must be function'),
  function: z.object({
    name: z.string().regex(/^[\w.-]{1,128}$/, 'must be letters, digits, underscores, hyphens and dots'),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
});

const promptShape = {
  messages: messagesSchema,
  tools: z.array(toolSchema).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({})]).nullish(),
  /** As vLLM, SGLang and llama-server turn thinking on. */
  chat_template_kwargs: z.looseObject({ enable_thinking: z.boolean().nullish() }).nullish(),
  reasoning_effort: z.string().nullish(),
  /** llama-server's. */
  thinking_budget_tokens: z.number().int().nonnegative().nullish(),
};

const promptSchema = z.object(promptShape);

const stopText = z.string().max(200);
/** More than the protocol's four: programs that complete code name many. */
export const stopSchema = z
  .union([stopText, z.array(stopText).max(64)], 'must be a text, or a list of up to 64')
  .nullish();

const count = z.number().int().positive('must be at least 1').nullish();

const chatSchema = z.object({
  ...promptShape,
  ...samplingFields,
  stream: z.boolean().nullish(),
  max_tokens: count,
  max_completion_tokens: count,
  seed: z.number().int().min(0).max(0xffff_ffff).nullish(),
  stop: stopSchema,
  parallel_tool_calls: z.boolean().nullish(),
});

/** developers.openai.com/api/reference, and what vLLM adds to it. */
export const neutralValues: NeutralValues = {
  n: [1],
  best_of: [1],
  logprobs: [false],
  top_logprobs: [0],
  logit_bias: [],
  frequency_penalty: [0],
  repetition_penalty: [1],
  min_p: [0],
  functions: [],
  function_call: ['none'],
  audio: [],
  prediction: [],
  web_search_options: [],
  guided_json: [],
  guided_regex: [],
  guided_choice: [],
  guided_grammar: [],
  grammar: [],
  json_schema: [],
};

/** Reads the body of `/v1/chat/completions`. Throws `RequestRefused`. */
export function readChatRequest(body: Readonly<Record<string, unknown>>): AskedReply {
  refuseUnsupported(body, neutralValues);
  refuseFormat(body['response_format']);
  if (Array.isArray(body['modalities']) && body['modalities'].some((kind) => kind !== 'text')) {
    throw unsupported('modalities', 'must be text alone');
  }
  const asked = readRequest(chatSchema, body);
  const stopTexts = readStop(asked.stop);
  const sampling = requestedSampling(asked);
  return {
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? undefined,
    request: {
      ...promptOf(asked),
      ...(sampling === undefined ? {} : { sampling }),
      ...(typeof asked.seed === 'number' ? { seed: asked.seed } : {}),
      ...(stopTexts.length === 0 ? {} : { stopTexts }),
    },
    isStreamed: asked.stream === true,
    isOneCall: asked.parallel_tool_calls === false,
  };
}

/** The prompt alone, for counting it. */
export function readChatPrompt(body: unknown): ReplyPrompt {
  return promptOf(readRequest(promptSchema, body));
}

/** Did the request ask for the usage at the end of the stream? */
export function wantsUsage(body: Readonly<Record<string, unknown>>): boolean {
  const schema = z.object({ stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish() });
  return readRequest(schema, body).stream_options?.include_usage === true;
}

function promptOf(asked: z.infer<typeof promptSchema>): ReplyPrompt {
  return {
    ...readChatMessages(asked.messages),
    tools: readTools(asked.tools ?? [], asked.tool_choice),
    thinking: thinkingOf(asked),
  };
}

function readTools(
  tools: readonly z.infer<typeof toolSchema>[],
  choice: z.infer<typeof promptSchema>['tool_choice'],
): ToolSpecification[] {
  if (choice === 'none') return [];
  if (choice !== undefined && choice !== null && choice !== 'auto') {
    throw unsupported('tool_choice', 'must be auto or none: a local model cannot be made to call');
  }
  return tools.map(({ function: { name, description, parameters } }) => ({
    name,
    description: description ?? '',
    parameters: parameters ?? { type: 'object', properties: {} },
  }));
}

/** Off unless it is asked for: it takes tokens that a program with a tight limit wants for the answer. */
function thinkingOf(asked: z.infer<typeof promptSchema>): ThinkingMode {
  const { chat_template_kwargs: switches, reasoning_effort: effort, thinking_budget_tokens: budget } = asked;
  const byEffort = effort !== undefined && effort !== null && effort !== 'none';
  const isOn = switches?.enable_thinking ?? byEffort;
  return isOn && budget !== 0 ? { kind: 'on', maxTokens: budget ?? Number.MAX_SAFE_INTEGER } : { kind: 'off' };
}

function refuseFormat(format: unknown): void {
  if (format === undefined || format === null) return;
  const type = typeof format === 'object' && 'type' in format ? format.type : undefined;
  if (type !== 'text') throw unsupported('response_format', 'must be text: this server does not constrain answers');
}

/** Control tokens are left out: no text holds one, and they end an answer anyway. */
export function readStop(stop: z.infer<typeof stopSchema>): readonly string[] {
  const texts = typeof stop === 'string' ? [stop] : (stop ?? []);
  return texts.filter((text) => text !== '' && !/^<\|\w+\|>$/.test(text));
}
