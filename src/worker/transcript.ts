import type { Token } from 'node-llama-cpp';
import { escapeContent, unescapeContent } from '../prompt/contentEscape.ts';
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
 * What is compared is text in which only control tokens are left unescaped: so a control token differs from content that
 * spells one, and markup that the template writes around a call is the same as the markup that the model wrote.
 */
export class Transcript {
  readonly #vocabulary: ModelVocabulary;
  #known: (EncodedPrompt & { readonly text: string }) | undefined;

  constructor(vocabulary: ModelVocabulary) {
    this.#vocabulary = vocabulary;
  }

  encode(rendered: string): EncodedPrompt {
    const text = this.#escapeAllButControls(rendered);
    const known = this.#known;
    if (known === undefined || !text.startsWith(known.text) || !this.#endsAtControl(text, known.text)) {
      return this.#encodeAnew(text);
    }
    const added = this.#encodeAnew(text.slice(known.text.length));
    return {
      tokens: [...known.tokens, ...added.tokens],
      turnStarts: [...known.turnStarts, ...added.turnStarts.map((start) => start + known.tokens.length)],
    };
  }

  /** `prompt` is what `rendered` was encoded to; `generated` is the answer without the token that ended it. */
  remember(rendered: string, prompt: EncodedPrompt, generated: readonly Token[]): void {
    const decoder = this.#vocabulary.newDecoder();
    let text = this.#escapeAllButControls(rendered);
    let spelledTokens = 0;
    for (const [index, token] of generated.entries()) {
      const pieces = decoder.add(token);
      text += pieces.map((piece) => (piece.kind === 'control' ? piece.text : escapeContent(piece.text))).join('');
      if (pieces.length > 0) spelledTokens = index + 1;
    }
    // An answer that was cut off may end within a character, of which the conversation keeps nothing.
    this.#known = {
      text,
      tokens: [...prompt.tokens, ...generated.slice(0, spelledTokens)],
      turnStarts: prompt.turnStarts,
    };
  }

  #escapeAllButControls(rendered: string): string {
    let text = '';
    let start = 0;
    for (const { 0: control, index } of rendered.matchAll(this.#vocabulary.controlPattern)) {
      text += escapeContent(unescapeContent(rendered.slice(start, index))) + control;
      start = index + control.length;
    }
    return text + escapeContent(unescapeContent(rendered.slice(start)));
  }

  #encodeAnew(text: string): EncodedPrompt {
    const { tokens, turnStarts } = encodeRendered(this.#vocabulary, text);
    // The ids come from this model's tokenizer.
    return { tokens: tokens as readonly Token[], turnStarts };
  }

  /** Text may only be encoded apart where a control token begins. */
  #endsAtControl(text: string, known: string): boolean {
    if (text.length === known.length) return true;
    const pattern = new RegExp(this.#vocabulary.controlPattern, 'y');
    pattern.lastIndex = known.length;
    return pattern.test(text);
  }
}
