import type { InfillRequest, ModelDescription, ReplyPrompt, ReplyRequest } from '../../engine/engine.ts';

/** The most that one request can come to, in tokens. */
export interface WorstCase {
  readonly promptTokens: number;
  readonly generatedTokens: number;
  /** Of the prompt's texts, in UTF-8. */
  readonly bytes: number;
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
  return bounded(piecesOf(request), request.maxTokens, model.contextTokens);
}

/** Of the texts of a prompt, in UTF-8. */
export function promptBytes(prompt: ReplyPrompt): number {
  return bytesOf(piecesOf(prompt));
}

function piecesOf({ system, messages, tools }: ReplyPrompt): readonly string[] {
  return [
    system,
    ...messages.flatMap((message) =>
      message.role === 'assistant'
        ? [message.thinking, message.text, ...message.calls.map((call) => JSON.stringify(call))]
        : [message.text],
    ),
    ...tools.map((tool) => JSON.stringify(tool)),
  ];
}

export function worstInfill(request: InfillRequest, model: ModelDescription): WorstCase {
  const files = request.contextFiles.flatMap(({ path, text }) => [path, text]);
  const pieces = [request.repository, request.path, request.prefix, request.suffix, ...files];
  return bounded(pieces, request.maxTokens, model.infillContextTokens);
}

/** No pieces are known: as many as there can be. */
const mostPieces = 8;

/** The most tokens that a prompt of so many bytes has, asked in one message. */
export function boundPrompt(bytes: number, contextTokens: number): number {
  return Math.min(bytes + mostPieces * tokensAroundPiece + tokensAroundPrompt, contextTokens);
}

function bounded(pieces: readonly string[], maxTokens: number, contextTokens: number): WorstCase {
  const bytes = bytesOf(pieces);
  const promptTokens = Math.min(bytes + pieces.length * tokensAroundPiece + tokensAroundPrompt, contextTokens);
  return { promptTokens, generatedTokens: maxTokens, bytes };
}

function bytesOf(pieces: readonly string[]): number {
  const encoder = new TextEncoder();
  return pieces.reduce((sum, piece) => sum + encoder.encode(piece).length, 0);
}
