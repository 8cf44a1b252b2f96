import * as z from 'zod';
import type { InfillRequest } from '../../engine/engine.ts';
import { readRequest } from '../readRequest.ts';
import { refuseUnsupported } from '../unsupportedParameters.ts';
import { neutralValues, readStop, stopSchema } from './chatRequest.ts';
import { readInfillPrompt } from './infillPrompt.ts';

const schema = z.object({
  prompt: z.union([z.string(), z.tuple([z.string()])], 'must be one text'),
  suffix: z.string().nullish(),
  max_tokens: z.number().int().positive('must be at least 1').nullish(),
  stop: stopSchema,
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
  const stops = readStop(stop);
  // A line break ends a line, as completions know it.
  const stopTexts = stops.filter((one) => one !== '\n');
  return {
    request: {
      ...hole,
      stop: stops.includes('\n') ? { kind: 'line' } : endless,
      ...(stopTexts.length === 0 ? {} : { stopTexts }),
      maxTokens: maxTokens ?? defaultMaxTokens,
    },
    isStreamed: stream === true,
  };
}
