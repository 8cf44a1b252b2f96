import type { Clock } from '../base/clock.ts';
import type { ReplyPart, ReplyResult } from '../engine/engine.ts';
import { CallFragments, type CallFragment } from './callFragments.ts';

/** In tokens, as the server counts them. What it does not tell is absent. */
export interface ServedUsage {
  readonly promptTokens: number | undefined;
  readonly reusedTokens: number | undefined;
  readonly writtenToCacheTokens: number | undefined;
  readonly generatedTokens: number | undefined;
  readonly thinkingTokens: number | undefined;
  /** The model's id. */
  readonly servedModel: string | undefined;
}

const longestText = 32 << 20;

/** The answer in the making: what streams is handed on, and kept for the result. */
export class ReplyDraft {
  readonly #fragments: CallFragments;
  readonly #emit: (part: ReplyPart) => void;
  readonly #clock: Clock;
  readonly #startedMs: number;
  #firstTokenMs: number | undefined;
  #thinking = '';
  #text = '';
  #pieces = 0;

  constructor(options: { newCallId: () => string; emit: (part: ReplyPart) => void; clock: Clock }) {
    this.#fragments = new CallFragments(options.newCallId);
    this.#emit = options.emit;
    this.#clock = options.clock;
    this.#startedMs = options.clock.now();
  }

  addThinking(text: string): void {
    if (text === '') return;
    this.#noteToken();
    if (this.#thinking.length < longestText) this.#thinking += text;
    this.#emit({ kind: 'thinking', text });
  }

  addText(text: string): void {
    if (text === '') return;
    this.#noteToken();
    if (this.#text.length < longestText) this.#text += text;
    this.#emit({ kind: 'text', text });
  }

  addCall(fragment: CallFragment): void {
    this.#noteToken();
    if (this.#fragments.add(fragment)) this.#emit({ kind: 'call-started' });
  }

  /** `estimatedPromptTokens`: for a server that does not count. */
  finish(usage: ServedUsage, wasCutOff: boolean, estimatedPromptTokens: number): Omit<ReplyResult, 'leftOut'> {
    const calls = this.#fragments.finish(wasCutOff);
    const promptTokens = usage.promptTokens ?? estimatedPromptTokens;
    const reusedTokens = Math.min(usage.reusedTokens ?? 0, promptTokens);
    const totalMs = this.#clock.now() - this.#startedMs;
    return {
      message: { role: 'assistant', thinking: this.#thinking.trim(), text: this.#text.trim(), calls },
      finish: wasCutOff ? 'length' : calls.length > 0 ? 'calls' : 'end',
      usage: {
        promptTokens,
        reusedTokens,
        evaluatedTokens: promptTokens - reusedTokens,
        generatedTokens: usage.generatedTokens ?? this.#pieces,
        firstTokenMs: this.#firstTokenMs ?? totalMs,
        totalMs,
        ...(usage.writtenToCacheTokens === undefined ? {} : { writtenToCacheTokens: usage.writtenToCacheTokens }),
        ...(usage.thinkingTokens === undefined ? {} : { thinkingTokens: usage.thinkingTokens }),
      },
      ...(usage.servedModel === undefined ? {} : { servedModel: usage.servedModel }),
    };
  }

  #noteToken(): void {
    this.#firstTokenMs ??= this.#clock.now() - this.#startedMs;
    this.#pieces += 1;
  }
}
