import type { ReplyRequest, Sampling } from '../engine/engine.ts';
import { publishedSampling } from '../models/catalogue/publishedSampling.ts';

/**
 * The model's published sampling; thinking, that for code. With tools the presence penalty is left out: it pushes the
 * model away from repeating tokens, and an edit has to repeat the file's text to the letter.
 */
export function defaultSampling(request: Pick<ReplyRequest, 'thinking' | 'tools'>, model: string): Sampling {
  const { thinkingForCode, plain } = publishedSampling(model);
  if (request.thinking.kind === 'on') return thinkingForCode;
  return request.tools.length > 0 ? { ...plain, presencePenalty: 0 } : plain;
}
