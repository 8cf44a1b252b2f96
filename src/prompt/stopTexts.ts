/**
 * Ends a text at the first of the given texts, which is no part of it. Text comes in pieces, and what may be the
 * beginning of a stop is held back until it is clear.
 */
export class StopTexts {
  readonly #texts: readonly string[];
  #held = '';
  #stoppedAt: string | undefined;

  constructor(texts: readonly string[]) {
    this.#texts = texts.filter((text) => text !== '');
  }

  /** The one that ended the text, once one has. */
  get stoppedAt(): string | undefined {
    return this.#stoppedAt;
  }

  /** What may be shown of it now. */
  add(added: string): string {
    if (this.#stoppedAt !== undefined) return '';
    const text = this.#held + added;
    const first = this.#texts
      .map((stop) => ({ stop, at: text.indexOf(stop) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)[0];
    if (first !== undefined) {
      this.#held = '';
      this.#stoppedAt = first.stop;
      return text.slice(0, first.at);
    }
    const kept = Math.max(0, ...this.#texts.map((stop) => overlap(text, stop)));
    this.#held = text.slice(text.length - kept);
    return text.slice(0, text.length - kept);
  }

  /** What was held back is no stop: the text is over. */
  finish(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }
}

/** How many characters at the end of `text` are the beginning of `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
