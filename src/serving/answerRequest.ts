/**
 * What is answered at which address, for any engine: the wire of OpenAI's and Anthropic's protocols on one side, an
 * `Engine` on the other. It knows no editor, no key and no socket: those are `startModelServer`'s.
 */
import type { ReplyPrompt } from '../engine/engine.ts';
import { messageWire } from './anthropic/messageWire.ts';
import { readMessagesPrompt, readMessagesRequest } from './anthropic/messagesRequest.ts';
import { answerInfill } from './answerInfill.ts';
import { answerReply } from './answerReply.ts';
import { type Exchange, type ServingPorts, sendJson } from './exchange.ts';
import { answerModels } from './listModels.ts';
import { readChatPrompt, readChatRequest, wantsUsage } from './openAi/chatRequest.ts';
import { chatWire } from './openAi/chatWire.ts';
import { readCompletionRequest } from './openAi/completionRequest.ts';
import { parseBody } from './readBody.ts';
import { RequestRefused, refuse } from './refusal.ts';
import type { ServedModel } from './servedModel.ts';

interface Posted {
  readonly body: Readonly<Record<string, unknown>>;
  readonly exchange: Exchange;
}

type Answer = (posted: Posted, ports: ServingPorts, signal: AbortSignal) => Promise<void>;

const posts: Readonly<Record<string, Answer>> = {
  '/v1/chat/completions': answerChat,
  '/v1/completions': answerCompletion,
  '/v1/messages': answerMessages,
  '/v1/messages/count_tokens': async ({ body, exchange }, ports, signal) =>
    sendJson(exchange, { input_tokens: await countOf(readMessagesPrompt(body), ports, signal) }),
  // As vLLM answers it, without the tokens themselves.
  '/tokenize': async ({ body, exchange }, ports, signal) =>
    sendJson(exchange, {
      count: await countOf(readChatPrompt(body), ports, signal),
      max_model_len: ports.model.describe()?.contextTokens,
    }),
};

/** Throws `RequestRefused`, and what the engine throws, as long as nothing was written. `readText`: the body. */
export async function answerRequest(
  { exchange, readText }: { exchange: Exchange; readText: () => Promise<string> },
  ports: ServingPorts,
  signal: AbortSignal,
): Promise<void> {
  const { method, path } = exchange;
  if (path === '/v1/models' || path.startsWith('/v1/models/')) {
    refuseOtherThan('GET', method);
    return answerModels(exchange, ports);
  }
  const answer = Object.hasOwn(posts, path) ? posts[path] : undefined;
  if (answer === undefined) throw refuse('not-found', `There is nothing at ${path}.`);
  refuseOtherThan('POST', method);
  const body = parseBody(await readText());
  refuseOtherModel(body['model'], ports.model);
  return answer({ body, exchange }, ports, signal);
}

async function answerChat({ body, exchange }: Posted, ports: ServingPorts, signal: AbortSignal): Promise<void> {
  const asked = readChatRequest(body);
  const wire = chatWire({
    id: `chatcmpl-${exchange.id}`,
    created: ports.now(),
    model: String(body['model']),
    tools: asked.request.tools,
    includesUsage: wantsUsage(body),
  });
  const newCallId = (index: number): string => `call_${exchange.id}_${index}`;
  return answerReply({ asked, wire, newCallId }, { exchange, ports }, signal);
}

async function answerCompletion({ body, exchange }: Posted, ports: ServingPorts, signal: AbortSignal): Promise<void> {
  const asked = readCompletionRequest(body);
  const answer = { asked, model: String(body['model']), includesUsage: wantsUsage(body) };
  return answerInfill(answer, { exchange, ports }, signal);
}

async function answerMessages({ body, exchange }: Posted, ports: ServingPorts, signal: AbortSignal): Promise<void> {
  if (exchange.headers['anthropic-version'] === undefined) {
    throw refuse('invalid-request', 'anthropic-version: header is required');
  }
  const asked = readMessagesRequest(body);
  const model = String(body['model']);
  const wire = messageWire({ id: `msg_${exchange.id}`, model, tools: asked.request.tools });
  const newCallId = (index: number): string => `toolu_${exchange.id}_${index}`;
  return answerReply({ asked, wire, newCallId }, { exchange, ports }, signal);
}

async function countOf(prompt: ReplyPrompt, { model }: ServingPorts, signal: AbortSignal): Promise<number> {
  return model.engine.count(prompt, signal);
}

function refuseOtherThan(method: 'GET' | 'POST', given: string): void {
  if (given !== method) throw refuse('method-not-allowed', `Only ${method} is answered here.`);
}

/** An answer of another model than the one that was asked would be taken for that one's. */
function refuseOtherModel(asked: unknown, model: ServedModel): void {
  const names = model.names();
  if (typeof asked !== 'string' || asked === '') {
    throw refuse('invalid-request', `Missing required parameter: 'model'. Here it is ${names.join(' or ')}.`, 'model');
  }
  if (names.includes(asked)) return;
  if (model.describe() === undefined) {
    const message = `The model is being loaded. Ask again, or ask for ${names.join(' or ')} and wait for it.`;
    throw new RequestRefused({ kind: 'unavailable', message, retryAfterSeconds: 5 });
  }
  throw refuse('model-not-found', `The model '${asked}' is not served here. Ask for ${names.join(' or ')}.`, 'model');
}
