import * as z from 'zod';
import { isAppError } from '../base/appError.ts';
import type { ReplyPrompt } from '../engine/engine.ts';
import { promptFields } from './chatBody.ts';
import type { ServerPorts } from './connectServer.ts';
import { requestJson } from './requestJson.ts';

const templateSchema = z.object({ prompt: z.string() });
const tokensSchema = z.object({ tokens: z.array(z.unknown()) });
const countSchema = z.object({ count: z.number().int().nonnegative() });

/** Asks the server itself. Undefined when it cannot tell, and is not worth asking again. */
export async function countOnServer(
  prompt: ReplyPrompt,
  ports: ServerPorts,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { preset, rootUrl, model } = ports.endpoint;
  const ask = async <T>(path: string, body: Readonly<Record<string, unknown>>, schema: z.ZodType<T>): Promise<T> =>
    requestJson({ url: `${rootUrl}${path}`, body }, schema, ports, signal);
  try {
    switch (preset.counting) {
      case 'llama-server': {
        const rendered = await ask('/apply-template', promptFields(prompt, ports.endpoint), templateSchema);
        const body = { content: rendered.prompt, add_special: true, parse_special: true };
        return (await ask('/tokenize', body, tokensSchema)).tokens.length;
      }
      case 'vllm': {
        const body = { model, ...promptFields(prompt, ports.endpoint), add_generation_prompt: true };
        return (await ask('/tokenize', body, countSchema)).count;
      }
      case 'estimate':
        return undefined;
    }
  } catch (error) {
    if (isAppError(error, 'provider-refused') || isAppError(error, 'provider-answer-invalid')) return undefined;
    throw error;
  }
}
