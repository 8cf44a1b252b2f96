import * as z from 'zod';
import type { InfillRequest } from '../../engine/engine.ts';
import { readRequest } from '../readRequest.ts';
import { unsupported } from '../refusal.ts';
import { refuseUnsupported } from '../unsupportedParameters.ts';
import { isControlText, neutralValues } from './chatRequest.ts';
import { readInfillPrompt } from './infillPrompt.ts';

const schema = z.object({
  prompt: z.union([z.string(), z.tuple([z.string()])], 'must be one text'),
  suffix: z.string().nullish(),
  max_tokens: z.number().int().positive('must be at least 1').nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  stream: z.boolean().nullish(),
});

/** The protocol's own default. */
const defaultMaxTokens = 16;
/** More lines than any answer has: only the model and the limit of tokens end it. */
const endless = { kind: 'block', indentColumns: 0, tabColumns: 4, maxLines: Number.MAX_SAFE_INTEGER } as const;

export interface AskedCompletion {
  readonly request: InfillRequest;
  readonly isStreamed: boolean;
}

/**
 * Reads the body of `/v1/completions`: a hole between `prompt` and `suffix`, or a prompt in the layout of the Qwen coder
 * models. The likeliest token is always taken, whatever temperature the request names, as everywhere in completions.
 * Throws `RequestRefused`.
 */
export function readCompletionRequest(body: Readonly<Record<string, unknown>>): AskedCompletion {
  refuseUnsupported(body, { ...neutralValues, echo: [false], logprobs: [0] });
  const { prompt, suffix, max_tokens: maxTokens, stop, stream } = readRequest(schema, body);
  const text = typeof prompt === 'string' ? prompt : prompt[0];
  const hole =
    suffix === null || suffix === undefined
      ? readInfillPrompt(text)
      : { repository: '', contextFiles: [], path: '', prefix: text, suffix };
  return {
    request: { ...hole, stop: stopOf(stop), maxTokens: maxTokens ?? defaultMaxTokens },
    isStreamed: stream === true,
  };
}

/** A line break ends a line, as completions know it; control tokens end a completion anyway. */
function stopOf(stop: string | readonly string[] | null | undefined): InfillRequest['stop'] {
  const texts = (typeof stop === 'string' ? [stop] : (stop ?? [])).filter((text) => !isControlText(text));
  const other = texts.find((text) => text !== '\n');
  if (other !== undefined) {
    throw unsupported('stop', `has ${JSON.stringify(other)}, and only a line break can end a completion`);
  }
  return texts.length > 0 ? { kind: 'line' } : endless;
}
