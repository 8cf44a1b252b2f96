import * as z from 'zod';
import { AppError } from '../base/appError.ts';
import type { ReplyResult } from '../engine/engine.ts';
import type { Endpoint } from './endpoint.ts';
import type { SignedThinking } from './messagesBody.ts';
import { networkError } from './providerError.ts';
import type { ReplyDraft } from './replyDraft.ts';

const count = z.number().int().nonnegative().nullish();
const usageSchema = z.object({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
});
const index = z.number().int().nonnegative().max(10_000);

const blockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string().nullish() }),
  z.object({ type: z.literal('redacted_thinking'), data: z.string() }),
  z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string() }),
]);

const deltaSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text_delta'), text: z.string() }),
  z.object({ type: z.literal('thinking_delta'), thinking: z.string() }),
  z.object({ type: z.literal('signature_delta'), signature: z.string() }),
  z.object({ type: z.literal('input_json_delta'), partial_json: z.string() }),
]);

/** Blocks and deltas of a kind that is not known are let pass: the API grows. */
const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message_start'),
    message: z.object({ model: z.string().max(500).nullish().catch(undefined), usage: usageSchema.nullish() }),
  }),
  z.object({ type: z.literal('content_block_start'), index, content_block: z.unknown() }),
  z.object({ type: z.literal('content_block_delta'), index, delta: z.unknown() }),
  z.object({ type: z.literal('content_block_stop'), index }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.string().nullish() }),
    usage: usageSchema.nullish(),
  }),
  z.object({ type: z.literal('message_stop') }),
]);

type Usage = z.infer<typeof usageSchema>;

interface ThinkingBlock {
  readonly index: number;
  thinking: string;
  signature: string;
}

/** Reads the events of Anthropic's Messages into a draft. */
export class MessagesStream {
  readonly #endpoint: Endpoint;
  readonly #draft: ReplyDraft;
  readonly #thinking: (ThinkingBlock | { readonly index: number; readonly data: string })[] = [];
  #usage: Usage = {};
  #stopReason: string | undefined;
  #servedModel: string | undefined;
  #isEmpty = true;
  #hasEnded = false;

  constructor(endpoint: Endpoint, draft: ReplyDraft) {
    this.#endpoint = endpoint;
    this.#draft = draft;
  }

  /** As it has to go back, in order. */
  get signedThinking(): readonly SignedThinking[] {
    return this.#thinking.map((block) =>
      'data' in block
        ? { type: 'redacted_thinking', data: block.data }
        : { type: 'thinking', thinking: block.thinking, signature: block.signature },
    );
  }

  /** Throws `provider-answer-invalid`. */
  add(found: unknown): void {
    const { data: event } = eventSchema.safeParse(found);
    if (event === undefined) {
      // A new kind of event is none of our business; a known one of another shape is.
      if (isUnknownEvent(found)) return;
      throw this.#invalid('a part of it has another shape');
    }
    this.#isEmpty = false;
    switch (event.type) {
      case 'message_start':
        this.#servedModel = event.message.model ?? undefined;
        return this.#noteUsage(event.message.usage);
      case 'content_block_start':
        return this.#begin(event.index, blockSchema.safeParse(event.content_block).data);
      case 'content_block_delta':
        return this.#grow(event.index, deltaSchema.safeParse(event.delta).data);
      case 'content_block_stop':
        return;
      case 'message_delta':
        this.#stopReason = event.delta.stop_reason ?? this.#stopReason;
        return this.#noteUsage(event.usage);
      case 'message_stop':
        this.#hasEnded = true;
    }
  }

  /** Throws `provider-network`, when the end did not come, `provider-content-filter` and `provider-context-overflow`. */
  finish(estimatedPromptTokens: number): Omit<ReplyResult, 'leftOut'> {
    if (this.#isEmpty) throw this.#invalid('it holds no events');
    if (!this.#hasEnded) throw networkError(this.#endpoint, 'cut');
    const { name } = this.#endpoint;
    if (this.#stopReason === 'refusal') throw new AppError('provider-content-filter', { endpoint: name });
    const wasCutOff = this.#stopReason === 'max_tokens' || this.#stopReason === 'model_context_window_exceeded';
    const { input_tokens: input, cache_read_input_tokens: read, cache_creation_input_tokens: written } = this.#usage;
    // The API counts what it read from the cache and what it wrote to it apart from the rest.
    const promptTokens = typeof input === 'number' ? input + (read ?? 0) + (written ?? 0) : undefined;
    return this.#draft.finish(
      {
        promptTokens,
        reusedTokens: read ?? undefined,
        writtenToCacheTokens: written ?? undefined,
        generatedTokens: this.#usage.output_tokens ?? undefined,
        // The API counts thinking among the output and says no more. What it thought in secret has a block as well.
        thinkingTokens: this.#thinking.length === 0 ? 0 : undefined,
        servedModel: this.#servedModel,
      },
      wasCutOff,
      estimatedPromptTokens,
    );
  }

  #begin(at: number, block: z.infer<typeof blockSchema> | undefined): void {
    switch (block?.type) {
      case 'text':
        return this.#draft.addText(block.text);
      case 'thinking':
        this.#thinking.push({ index: at, thinking: block.thinking, signature: block.signature ?? '' });
        return this.#draft.addThinking(block.thinking);
      case 'redacted_thinking':
        this.#thinking.push({ index: at, data: block.data });
        return;
      case 'tool_use':
        return this.#draft.addCall({ index: at, id: block.id, name: block.name, arguments: '' });
      case undefined:
    }
  }

  #grow(at: number, delta: z.infer<typeof deltaSchema> | undefined): void {
    switch (delta?.type) {
      case 'text_delta':
        return this.#draft.addText(delta.text);
      case 'thinking_delta': {
        const block = this.#thinkingBlock(at);
        if (block !== undefined) block.thinking += delta.thinking;
        return this.#draft.addThinking(delta.thinking);
      }
      case 'signature_delta': {
        const block = this.#thinkingBlock(at);
        if (block !== undefined) block.signature += delta.signature;
        return;
      }
      case 'input_json_delta':
        return this.#draft.addCall({ index: at, id: undefined, name: undefined, arguments: delta.partial_json });
      case undefined:
    }
  }

  #thinkingBlock(at: number): ThinkingBlock | undefined {
    return this.#thinking.find((block): block is ThinkingBlock => block.index === at && !('data' in block));
  }

  /** The last word on each number counts. */
  #noteUsage(usage: Usage | null | undefined): void {
    for (const name of Object.keys(usageSchema.shape) as (keyof Usage)[]) {
      const value = usage?.[name];
      if (typeof value === 'number') this.#usage = { ...this.#usage, [name]: value };
    }
  }

  #invalid(detail: string): AppError {
    return new AppError('provider-answer-invalid', { endpoint: this.#endpoint.name, detail });
  }
}

const knownTypes: ReadonlySet<unknown> = new Set(eventSchema.options.map((option) => option.shape.type.value));

function isUnknownEvent(found: unknown): boolean {
  return (
    typeof found === 'object' &&
    found !== null &&
    'type' in found &&
    typeof found.type === 'string' &&
    !knownTypes.has(found.type)
  );
}
