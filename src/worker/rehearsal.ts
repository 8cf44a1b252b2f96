import { isAbort } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import type { ReplyPrompt } from '../engine/engine.ts';
import type { AssistantMessage, UserMessage } from '../engine/message.ts';
import type { ChatTemplate } from '../prompt/chatTemplate.ts';
import type { SequenceLane } from './sequenceLane.ts';
import type { Transcript } from './transcript.ts';

/** Any text will do: only what stands before it is read. */
const nextQuestion: UserMessage = { role: 'user', text: 'next' };

/**
 * Reads the conversation again while nobody waits, the way the next question will present it.
 *
 * Qwen's template drops the thinking of a turn (even an empty one) as soon as the user writes again, so everything after
 * the last question changes, tool results included, and the recurrent state has to be computed anew. Done in the minutes
 * a person reads an answer, the next question costs only its own tokens. Where nothing changes there is nothing to do.
 */
export class Rehearsal {
  readonly #lane: SequenceLane;
  readonly #transcript: Transcript;
  readonly #template: ChatTemplate;
  readonly #log: Log;
  #current: AbortController | undefined;

  constructor(parts: { lane: SequenceLane; transcript: Transcript; template: ChatTemplate; log: Log }) {
    this.#lane = parts.lane;
    this.#transcript = parts.transcript;
    this.#template = parts.template;
    this.#log = parts.log;
  }

  get isReading(): boolean {
    return this.#current !== undefined;
  }

  /** What has been read so far stays of use. */
  stop(): void {
    this.#current?.abort();
    this.#current = undefined;
  }

  start(prompt: ReplyPrompt, answer: AssistantMessage): void {
    this.stop();
    const controller = new AbortController();
    this.#current = controller;
    this.#read(prompt, answer, controller.signal)
      .catch((error: unknown) => {
        if (!isAbort(error)) this.#log.warn(`rehearsal failed: ${String(error)}`);
      })
      .finally(() => {
        if (this.#current === controller) this.#current = undefined;
      });
  }

  async #read(prompt: ReplyPrompt, answer: AssistantMessage, signal: AbortSignal): Promise<void> {
    const rendered = this.#template.render({ ...prompt, messages: [...prompt.messages, answer, nextQuestion] });
    const { tokens, turnStarts } = this.#transcript.encode(rendered);
    // The last turn is the answer to come, the one before it the question, and before that stands the answer just given,
    // of which the conversation may keep less than was said.
    const [answerStart, tokenCount] = turnStarts.slice(-3);
    if (answerStart === undefined || tokenCount === undefined || tokenCount >= this.#lane.contextTokens) return;
    const checkpoints = [answerStart, tokenCount].map((place) => ({ tokenCount: place, kind: 'history', keep: 2 }));
    const read = async (): Promise<void> => {
      const request = { tokens: tokens.slice(0, tokenCount + 1), checkpoints };
      const { reusedTokens } = await this.#lane.prefill(request, signal, 'idle');
      this.#log.debug(`read ahead: ${tokenCount} tokens, ${reusedTokens} of them reused`);
    };
    await this.#lane.use(signal, read, 'idle');
  }
}
