import type { ReplyPart } from '../engine/engine.ts';
import type { AssistantMessage, ToolCall } from '../engine/message.ts';
import { parseToolCall } from './parseToolCall.ts';

/** What a model generates, as its tokenizer tells control tokens from text that merely spells one. */
export type GeneratedPiece =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'control'; readonly text: string };

/**
 * Turns what the model generates into thinking, text and calls, as it comes. Only control TOKENS have meaning: a model
 * that quotes `<tool_call>` from a file as ordinary text calls nothing.
 *
 * Failings of small models that are handled: a call that begins inside the thinking (it ends the thinking), a second
 * call before the first is closed (each is read on its own), JSON in place of XML, a call cut off at the end.
 */
export class ReplyParser {
  readonly #emit: (part: ReplyPart) => void;
  readonly #newCallId: () => string;
  readonly #calls: ToolCall[] = [];
  #section: 'thinking' | 'text' | 'call';
  #thinking = '';
  #text = '';
  #call = '';
  /** White space that is only written once something follows it. */
  #heldSpace = '';
  /** Has the section that was entered last no text of its own yet? */
  #isFresh = true;

  constructor(options: { isThinking: boolean; newCallId: () => string; emit: (part: ReplyPart) => void }) {
    this.#section = options.isThinking ? 'thinking' : 'text';
    this.#newCallId = options.newCallId;
    this.#emit = options.emit;
  }

  /** Is the model still inside its thinking? */
  get isThinking(): boolean {
    return this.#section === 'thinking';
  }

  add(piece: GeneratedPiece): void {
    if (piece.kind === 'text') {
      this.#addText(piece.text);
      return;
    }
    // A file that speaks of thinking is written with these very tokens: no edit may lose them.
    if (this.#section === 'call' && (piece.text === '<think>' || piece.text === '</think>')) {
      this.#addText(piece.text);
      return;
    }
    switch (piece.text) {
      case '<think>':
        if (this.#section === 'text') this.#enter('thinking');
        return;
      case '</think>':
        if (this.#section === 'thinking') this.#enter('text');
        return;
      case '<tool_call>':
        this.#closeCall(true);
        this.#enter('call');
        this.#emit({ kind: 'call-started' });
        return;
      case '</tool_call>':
        if (this.#section !== 'call') return;
        this.#closeCall(true);
        this.#enter('text');
        return;
      default:
        // Any other control token has no place in a reply and no text for people.
        return;
    }
  }

  /** `wasCutOff`: the token limit ended the reply, not the model. */
  finish(wasCutOff: boolean): AssistantMessage {
    this.#closeCall(!wasCutOff);
    this.#section = 'text';
    return { role: 'assistant', thinking: this.#thinking.trim(), text: this.#text.trim(), calls: [...this.#calls] };
  }

  #enter(section: 'thinking' | 'text' | 'call'): void {
    this.#section = section;
    this.#heldSpace = '';
    this.#isFresh = true;
  }

  #closeCall(isComplete: boolean): void {
    if (this.#section !== 'call') return;
    this.#calls.push(parseToolCall(this.#newCallId(), this.#call, isComplete));
    this.#call = '';
  }

  /**
   * White space at the start and end of a section is markup of the template: it is held back until text follows. A section
   * that is entered again goes on in a new paragraph.
   */
  #addText(text: string): void {
    if (this.#section === 'call') {
      this.#call += text;
      return;
    }
    const section = this.#section;
    const soFar = section === 'thinking' ? this.#thinking : this.#text;
    const added = this.#isFresh ? begun(soFar, text.trimStart()) : this.#heldSpace + text;
    if (added === '') return;
    this.#isFresh = false;
    const shown = added.trimEnd();
    this.#heldSpace = added.slice(shown.length);
    if (shown === '') return;
    if (section === 'thinking') this.#thinking += shown;
    else this.#text += shown;
    this.#emit({ kind: section, text: shown });
  }
}

function begun(soFar: string, text: string): string {
  return soFar === '' || text === '' ? text : `\n\n${text}`;
}
