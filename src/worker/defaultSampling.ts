import type { ReplyRequest, Sampling } from '../engine/engine.ts';

/**
 * The published sampling of Qwen 3.5 (model cards, checked November 2026): thinking for code 0.6 / 0.95 / 20 / 0, not
 * thinking 0.7 / 0.8 / 20 / 1.5. With tools the presence penalty is left out: it pushes the model away from repeating
 * tokens, and an edit has to repeat the file's text to the letter.
 */
export function defaultSampling(request: Pick<ReplyRequest, 'thinking' | 'tools'>): Sampling {
  if (request.thinking.kind === 'on') return { temperature: 0.6, topP: 0.95, topK: 20, presencePenalty: 0 };
  return { temperature: 0.7, topP: 0.8, topK: 20, presencePenalty: request.tools.length > 0 ? 0 : 1.5 };
}
