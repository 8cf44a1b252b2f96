import * as z from 'zod';
import type { ReplyPrompt, ThinkingMode } from '../../engine/engine.ts';
import { readRequest } from '../readRequest.ts';
import { refuse, unsupported } from '../refusal.ts';
import type { AskedReply } from '../replyWire.ts';
import { requestedSampling, samplingFields } from '../requestedSampling.ts';
import { type NeutralValues, refuseUnsupported } from '../unsupportedParameters.ts';
import { conversationSchema, readConversation, systemSchema } from './messagesConversation.ts';

/** The API takes no smaller budget. */
const smallestBudget = 1024;

const toolSchema = z.object({
  type: z.literal('custom', 'must be custom: tools of the API are not to be had here').nullish(),
  name: z.string().regex(/^[\w.-]{1,128}$/, 'must be letters, digits, underscores, hyphens and dots'),
  description: z.string().nullish(),
  input_schema: z.record(z.string(), z.unknown()),
});

const promptShape = {
  system: systemSchema,
  messages: conversationSchema,
  tools: z.array(toolSchema).nullish(),
  tool_choice: z.object({ type: z.string(), disable_parallel_tool_use: z.boolean().nullish() }).nullish(),
  thinking: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('enabled'), budget_tokens: z.number().int().min(smallestBudget) }),
      z.object({ type: z.literal('adaptive') }),
      z.object({ type: z.literal('disabled') }),
    ])
    .nullish(),
};

const promptSchema = z.object(promptShape);

const schema = z.object({
  ...promptShape,
  max_tokens: z.number().int().positive('must be at least 1'),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  top_p: samplingFields.top_p,
  top_k: samplingFields.top_k,
  stop_sequences: z.array(z.string().min(1).max(200)).max(64).nullish(),
});

const neutralValues: NeutralValues = { mcp_servers: [], container: [], context_management: [] };

/** Reads the body of `/v1/messages`. Throws `RequestRefused`. */
export function readMessagesRequest(body: Readonly<Record<string, unknown>>): AskedReply {
  refuseUnsupported(body, neutralValues);
  const asked = readRequest(schema, body);
  const { thinking } = asked;
  if (thinking?.type === 'enabled' && thinking.budget_tokens >= asked.max_tokens) {
    throw refuse('invalid-request', '`max_tokens` must be greater than `thinking.budget_tokens`', 'max_tokens');
  }
  const sampling = requestedSampling(asked);
  const stopTexts = asked.stop_sequences ?? [];
  return {
    maxTokens: asked.max_tokens,
    request: {
      ...promptOf(asked),
      ...(sampling === undefined ? {} : { sampling }),
      ...(stopTexts.length === 0 ? {} : { stopTexts }),
    },
    isStreamed: asked.stream === true,
    isOneCall: asked.tool_choice?.disable_parallel_tool_use === true,
  };
}

/** The prompt alone, for counting it. */
export function readMessagesPrompt(body: unknown): ReplyPrompt {
  return promptOf(readRequest(promptSchema, body));
}

function promptOf(asked: z.infer<typeof promptSchema>): ReplyPrompt {
  const choice = asked.tool_choice?.type ?? 'auto';
  if (choice !== 'auto' && choice !== 'none') {
    throw unsupported('tool_choice.type', 'must be auto or none: a local model cannot be made to call');
  }
  const tools = choice === 'none' ? [] : (asked.tools ?? []);
  return {
    ...readConversation(asked.system, asked.messages),
    tools: tools.map(({ name, description, input_schema: parameters }) => ({
      name,
      description: description ?? '',
      parameters,
    })),
    thinking: thinkingOf(asked.thinking),
  };
}

function thinkingOf(thinking: z.infer<typeof promptSchema>['thinking']): ThinkingMode {
  switch (thinking?.type) {
    case 'enabled':
      return { kind: 'on', maxTokens: thinking.budget_tokens };
    case 'adaptive':
      return { kind: 'on', maxTokens: Number.MAX_SAFE_INTEGER };
    case 'disabled':
    case undefined:
      return { kind: 'off' };
  }
}
