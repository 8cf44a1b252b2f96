import type { Token } from 'node-llama-cpp';
import { escapeContent } from '../prompt/contentEscape.ts';
import { encodeRendered } from '../prompt/promptTokens.ts';
import type { ModelVocabulary } from './modelVocabulary.ts';

export interface EncodedPrompt {
  readonly tokens: readonly Token[];
  readonly turnStarts: readonly number[];
}

/**
 * Remembers the tokens of the newest prompt and its answer. A model may spell its answer in other tokens than the
 * tokenizer would; when the next prompt begins with the same text to the letter, it gets the same tokens, so that the
 * state computed while answering is used again.
 *
 * What is compared is rendered text with escaped content, in which a control token and content that spells one differ.
 */
export class Transcript {
  readonly #vocabulary: ModelVocabulary;
  #known: (EncodedPrompt & { readonly rendered: string }) | undefined;

  constructor(vocabulary: ModelVocabulary) {
    this.#vocabulary = vocabulary;
  }

  encode(rendered: string): EncodedPrompt {
    const known = this.#known;
    if (known === undefined || !rendered.startsWith(known.rendered) || !this.#endsAtControl(rendered, known.rendered)) {
      return this.#encodeAnew(rendered);
    }
    const added = this.#encodeAnew(rendered.slice(known.rendered.length));
    return {
      tokens: [...known.tokens, ...added.tokens],
      turnStarts: [...known.turnStarts, ...added.turnStarts.map((start) => start + known.tokens.length)],
    };
  }

  /** `prompt` is what `rendered` was encoded to; `generated` is the answer without the token that ended it. */
  remember(rendered: string, prompt: EncodedPrompt, generated: readonly Token[]): void {
    const decoder = this.#vocabulary.newDecoder();
    const answer = generated
      .flatMap((token) => decoder.add(token))
      .map((piece) => (piece.kind === 'control' ? piece.text : escapeContent(piece.text)))
      .join('');
    this.#known = {
      rendered: rendered + answer,
      tokens: [...prompt.tokens, ...generated],
      turnStarts: prompt.turnStarts,
    };
  }

  #encodeAnew(rendered: string): EncodedPrompt {
    const { tokens, turnStarts } = encodeRendered(this.#vocabulary, rendered);
    // The ids come from this model's tokenizer.
    return { tokens: tokens as readonly Token[], turnStarts };
  }

  /** Text may only be encoded apart where a control token begins. */
  #endsAtControl(rendered: string, known: string): boolean {
    if (rendered.length === known.length) return true;
    const pattern = new RegExp(this.#vocabulary.controlPattern, 'y');
    pattern.lastIndex = known.length;
    return pattern.test(rendered);
  }
}
