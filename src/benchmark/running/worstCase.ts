import type { InfillRequest, ModelDescription, ReplyRequest } from '../../engine/engine.ts';

/** The most that one request can come to, in tokens. */
export interface WorstCase {
  readonly promptTokens: number;
  readonly generatedTokens: number;
}

/** Control tokens around each piece of a prompt. */
const tokensAroundPiece = 16;
/** What a template or a server says before all of it. */
const tokensAroundPrompt = 512;

/**
 * No token of any known tokenizer is shorter than a byte of its text, so bytes bound the prompt from above where a count
 * would be a guess; and no prompt is longer than the context.
 */
export function worstReply(request: ReplyRequest, model: ModelDescription): WorstCase {
  const pieces = [
    request.system,
    ...request.messages.flatMap((message) =>
      message.role === 'assistant'
        ? [message.thinking, message.text, ...message.calls.map((call) => JSON.stringify(call))]
        : [message.text],
    ),
    ...request.tools.map((tool) => JSON.stringify(tool)),
  ];
  return bounded(pieces, request.maxTokens, model.contextTokens);
}

export function worstInfill(request: InfillRequest, model: ModelDescription): WorstCase {
  const files = request.contextFiles.flatMap(({ path, text }) => [path, text]);
  const pieces = [request.repository, request.path, request.prefix, request.suffix, ...files];
  return bounded(pieces, request.maxTokens, model.infillContextTokens);
}

function bounded(pieces: readonly string[], maxTokens: number, contextTokens: number): WorstCase {
  const encoder = new TextEncoder();
  const bytes = pieces.reduce((sum, piece) => sum + encoder.encode(piece).length + tokensAroundPiece, 0);
  return { promptTokens: Math.min(bytes + tokensAroundPrompt, contextTokens), generatedTokens: maxTokens };
}
