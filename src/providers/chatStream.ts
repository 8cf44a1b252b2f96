import * as z from 'zod';
import type { ReplyPart, ReplyResult } from '../engine/engine.ts';
import { AppError } from '../base/appError.ts';
import type { Endpoint } from './endpoint.ts';
import { InlineThinking, type ThoughtPiece } from './inlineThinking.ts';
import { networkError } from './providerError.ts';
import type { ReplyDraft, ServedUsage } from './replyDraft.ts';

const count = z.number().int().nonnegative().nullish();
const text = z.string().nullish();

const usageSchema = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count, cache_write_tokens: count }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish(),
});

/** Only what is read; servers send much more. */
const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: text,
            refusal: text,
            /** llama-server, SGLang, Alibaba and vLLM of old; the other one vLLM, OpenRouter and Ollama. */
            reasoning_content: text,
            reasoning: text,
            tool_calls: z
              .array(
                z.object({
                  index: z.number().int().nonnegative().max(1000).nullish(),
                  id: text,
                  function: z.object({ name: text, arguments: text }).nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
        finish_reason: text,
      }),
    )
    .nullish(),
  usage: usageSchema.nullish(),
  model: z.string().max(500).nullish().catch(undefined),
  /** llama-server, when asked for it. */
  prompt_progress: z.object({ total: z.number(), cache: z.number(), processed: z.number() }).nullish(),
});

type Chunk = z.infer<typeof chunkSchema>;
type Delta = NonNullable<NonNullable<Chunk['choices']>[number]['delta']>;

/** Reads the chunks of a chat completion into a draft. */
export class ChatStream {
  readonly #endpoint: Endpoint;
  readonly #draft: ReplyDraft;
  readonly #emit: (part: ReplyPart) => void;
  readonly #inline = new InlineThinking();
  #usage: z.infer<typeof usageSchema> | undefined;
  #finish: string | undefined;
  #servedModel: string | undefined;
  #isEmpty = true;

  constructor(endpoint: Endpoint, draft: ReplyDraft, emit: (part: ReplyPart) => void) {
    this.#endpoint = endpoint;
    this.#draft = draft;
    this.#emit = emit;
  }

  /** Throws `provider-answer-invalid`. */
  add(found: unknown): void {
    const { data: chunk } = chunkSchema.safeParse(found);
    if (chunk === undefined) throw this.#invalid('a part of it has another shape');
    this.#isEmpty = false;
    this.#servedModel ??= chunk.model ?? undefined;
    if (chunk.usage !== null && chunk.usage !== undefined) this.#usage = chunk.usage;
    if (chunk.prompt_progress !== null && chunk.prompt_progress !== undefined) {
      const { total, cache, processed } = chunk.prompt_progress;
      this.#emit({ kind: 'prefill', doneTokens: processed, totalTokens: total, reusedTokens: cache });
    }
    // One answer was asked for.
    const choice = chunk.choices?.[0];
    if (choice === undefined) return;
    if (choice.delta !== null && choice.delta !== undefined) this.#addDelta(choice.delta);
    this.#finish = choice.finish_reason ?? this.#finish;
  }

  /** Throws `provider-network`, when the end did not come, and `provider-content-filter`. */
  finish(estimatedPromptTokens: number): Omit<ReplyResult, 'leftOut'> {
    if (this.#isEmpty) throw this.#invalid('it holds no events');
    if (this.#finish === undefined) throw networkError(this.#endpoint, 'cut');
    if (this.#finish === 'content_filter') {
      throw new AppError('provider-content-filter', { endpoint: this.#endpoint.name });
    }
    this.#addPieces(this.#inline.finish());
    return this.#draft.finish(
      servedUsage(this.#usage, this.#servedModel),
      this.#finish === 'length',
      estimatedPromptTokens,
    );
  }

  #addDelta(delta: Delta): void {
    this.#draft.addThinking(delta.reasoning_content ?? delta.reasoning ?? '');
    this.#addPieces(this.#inline.add(delta.content ?? ''));
    this.#draft.addText(delta.refusal ?? '');
    for (const [position, call] of (delta.tool_calls ?? []).entries()) {
      this.#draft.addCall({
        index: call.index ?? position,
        id: call.id ?? undefined,
        name: call.function?.name ?? undefined,
        arguments: call.function?.arguments ?? '',
      });
    }
  }

  #addPieces(pieces: readonly ThoughtPiece[]): void {
    for (const piece of pieces) {
      if (piece.kind === 'thinking') this.#draft.addThinking(piece.text);
      else this.#draft.addText(piece.text);
    }
  }

  #invalid(detail: string): AppError {
    return new AppError('provider-answer-invalid', { endpoint: this.#endpoint.name, detail });
  }
}

function servedUsage(usage: z.infer<typeof usageSchema> | undefined, servedModel: string | undefined): ServedUsage {
  return {
    promptTokens: usage?.prompt_tokens ?? undefined,
    generatedTokens: usage?.completion_tokens ?? undefined,
    reusedTokens: usage?.prompt_tokens_details?.cached_tokens ?? undefined,
    writtenToCacheTokens: usage?.prompt_tokens_details?.cache_write_tokens ?? undefined,
    thinkingTokens: usage?.completion_tokens_details?.reasoning_tokens ?? undefined,
    servedModel,
  };
}
