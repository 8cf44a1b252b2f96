import * as z from 'zod';
import { AppError } from '../base/appError.ts';
import type { InfillRequest, InfillResult } from '../engine/engine.ts';
import { applyInfillStop } from '../prompt/infillStop.ts';
import type { Endpoint } from './endpoint.ts';
import { endMarks } from './infillBody.ts';
import { networkError } from './providerError.ts';

const count = z.number().int().nonnegative().nullish();

/** llama-server's own shape, and that of `/completions`. */
const chunkSchema = z.object({
  content: z.string().nullish(),
  stop: z.boolean().nullish(),
  stop_type: z.string().nullish(),
  tokens_evaluated: count,
  tokens_cached: count,
  tokens_predicted: count,
  timings: z.object({ cache_n: count, prompt_n: count }).nullish(),
  choices: z.array(z.object({ text: z.string().nullish(), finish_reason: z.string().nullish() })).nullish(),
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
    })
    .nullish(),
});

type Chunk = z.infer<typeof chunkSchema>;

/** In tokens, as far as the server tells. */
export interface InfillCounts {
  promptTokens: number | undefined;
  reusedTokens: number | undefined;
  generatedTokens: number;
}

/** Reads the chunks of a completion and applies the stop rule, which the server does not know. */
export class InfillStream {
  readonly counts: InfillCounts = { promptTokens: undefined, reusedTokens: undefined, generatedTokens: 0 };
  readonly #endpoint: Endpoint;
  readonly #stop: InfillRequest['stop'];
  readonly #onText: (text: string) => void;
  #written = '';
  #text = '';
  #finish: InfillResult['finish'] | undefined;

  constructor(endpoint: Endpoint, stop: InfillRequest['stop'], onText: (text: string) => void) {
    this.#endpoint = endpoint;
    this.#stop = stop;
    this.#onText = onText;
  }

  /** False when nothing more is wanted. Throws `provider-answer-invalid`. */
  add(found: unknown): boolean {
    const { data: chunk } = chunkSchema.safeParse(found);
    if (chunk === undefined) {
      const detail = 'a part of it has another shape';
      throw new AppError('provider-answer-invalid', { endpoint: this.#endpoint.name, detail });
    }
    this.#noteCounts(chunk);
    const choice = chunk.choices?.[0];
    const added = chunk.content ?? choice?.text ?? '';
    if (added !== '') this.counts.generatedTokens += 1;
    this.#written += added;
    const mark = firstMark(this.#written);
    const stopped = applyInfillStop(this.#written.slice(0, mark), this.#stop);
    if (stopped.text !== this.#text) {
      this.#text = stopped.text;
      this.#onText(stopped.text);
    }
    if (stopped.isComplete) this.#finish = 'stop-rule';
    else if (mark !== undefined) this.#finish = 'end';
    else this.#finish ??= finishOf(chunk, this.#stop);
    // The counts come after the last text.
    return !stopped.isComplete && mark === undefined;
  }

  /** Throws `provider-network` when the end did not come. */
  finish(): Pick<InfillResult, 'text' | 'finish'> {
    if (this.#finish === undefined) throw networkError(this.#endpoint, 'cut');
    return { text: this.#text, finish: this.#finish };
  }

  #noteCounts({ usage, tokens_evaluated: evaluated, tokens_predicted: predicted, timings }: Chunk): void {
    const { counts } = this;
    counts.promptTokens = usage?.prompt_tokens ?? evaluated ?? counts.promptTokens;
    counts.reusedTokens = usage?.prompt_tokens_details?.cached_tokens ?? timings?.cache_n ?? counts.reusedTokens;
    counts.generatedTokens = usage?.completion_tokens ?? predicted ?? counts.generatedTokens;
  }
}

function finishOf(chunk: Chunk, stop: InfillRequest['stop']): InfillResult['finish'] | undefined {
  const reason = chunk.choices?.[0]?.finish_reason ?? (chunk.stop === true ? (chunk.stop_type ?? 'eos') : undefined);
  if (reason === undefined || reason === null) return undefined;
  if (reason === 'length' || reason === 'limit') return 'length';
  // The line break that ends a line is one of the stop words.
  return reason === 'word' || (reason === 'stop' && stop.kind === 'line') ? 'stop-rule' : 'end';
}

function firstMark(text: string): number | undefined {
  const found = endMarks.map((mark) => text.indexOf(mark)).filter((at) => at >= 0);
  return found.length === 0 ? undefined : Math.min(...found);
}
