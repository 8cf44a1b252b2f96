/**
 * Prompts as token ids. This folder knows nothing of VS Code, processes or node-llama-cpp: a model's tokenizer comes in
 * as a `Vocabulary`.
 *
 * The rule that everything here keeps: a control token stands only where a template or a layout put it. Text from
 * users, files, tools and models is content, and content becomes ordinary tokens whatever it spells.
 */
export interface Vocabulary {
  /** Tokens of ordinary text. May still turn the text of a user-defined token into that token: see `encodeContent`. */
  encode(text: string): readonly number[];
  /** The id of the control token with exactly this text. */
  controlId(text: string): number | undefined;
  /** Matches, one at a time and with the `g` flag, the text of each control or user-defined token. */
  readonly controlPattern: RegExp;
}

/** A pattern for {@link Vocabulary.controlPattern}: longer texts first, so that none hides behind its own prefix. */
export function controlPatternOf(texts: Iterable<string>): RegExp {
  const sorted = [...new Set(texts)].filter((text) => text.length > 1).sort((a, b) => b.length - a.length);
  if (sorted.length === 0) return /(?!)/g;
  return new RegExp(sorted.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
}

/**
 * Tokens of text that must not become control tokens. llama.cpp turns the text of "user defined" tokens (`<think>`,
 * `<tool_call>` and their closers) into those tokens even when special parsing is off, so every such text is cut after
 * its first character and the pieces are encoded apart.
 */
export function encodeContent(vocabulary: Vocabulary, text: string): number[] {
  const tokens: number[] = [];
  const pattern = new RegExp(vocabulary.controlPattern);
  let start = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const cut = match.index + 1;
    // Occurrences may overlap: the search goes on right behind the cut.
    pattern.lastIndex = cut;
    append(tokens, vocabulary.encode(text.slice(start, cut)));
    start = cut;
  }
  append(tokens, vocabulary.encode(text.slice(start)));
  return tokens;
}

/** `target.push(...items)` without its limit on the number of arguments. */
export function append(target: number[], items: readonly number[]): void {
  for (const item of items) target.push(item);
}
