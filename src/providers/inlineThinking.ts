const opener = '<think>';
const closer = '</think>';

/** `text` and `thinking` grow in the order in which they are handed on. */
export type ThoughtPiece = { readonly kind: 'text' | 'thinking'; readonly text: string };

/**
 * Takes the thinking out of an answer whose server leaves it in the text: from a `<think>` with which the answer begins
 * to the first `</think>`. Anywhere else the marks are text, for an answer may speak of them.
 */
export class InlineThinking {
  #section: 'start' | 'thinking' | 'text' = 'start';
  /** What may be the beginning of a mark. */
  #held = '';

  add(added: string): ThoughtPiece[] {
    if (this.#section === 'text') return piecesOf('text', added);
    const text = this.#held + added;
    if (this.#section === 'start') return this.#begin(text);
    const end = text.indexOf(closer);
    if (end >= 0) {
      this.#held = '';
      this.#section = 'text';
      return [
        ...piecesOf('thinking', text.slice(0, end)),
        ...piecesOf('text', text.slice(end + closer.length).trimStart()),
      ];
    }
    const kept = beginningOf(closer, text);
    this.#held = text.slice(text.length - kept);
    return piecesOf('thinking', text.slice(0, text.length - kept));
  }

  /** What was held back is what it looked like: text. */
  finish(): ThoughtPiece[] {
    const rest = this.#held;
    this.#held = '';
    return piecesOf(this.#section === 'thinking' ? 'thinking' : 'text', rest);
  }

  #begin(text: string): ThoughtPiece[] {
    const begun = text.trimStart();
    if (begun.startsWith(opener)) {
      this.#section = 'thinking';
      this.#held = '';
      return this.add(begun.slice(opener.length).replace(/^\n/, ''));
    }
    if (opener.startsWith(begun)) {
      this.#held = text;
      return [];
    }
    this.#section = 'text';
    this.#held = '';
    return piecesOf('text', text);
  }
}

function piecesOf(kind: ThoughtPiece['kind'], text: string): ThoughtPiece[] {
  return text === '' ? [] : [{ kind, text }];
}

/** How many characters at the end of `text` are the beginning of `mark`. */
function beginningOf(mark: string, text: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}
