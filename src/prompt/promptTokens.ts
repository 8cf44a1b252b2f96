import { type Vocabulary, append, encodeContent } from './vocabulary.ts';
import { unescapeContent } from './contentEscape.ts';

/** A prompt as tokens, with the places where a later prompt may begin to differ. */
export interface PromptTokens {
  readonly tokens: readonly number[];
  /** Indices into `tokens`, ascending: each turn starts at one of these. */
  readonly turnStarts: readonly number[];
}

/** The token that begins a turn in ChatML, Qwen's layout. */
const turnStart = '<|im_start|>';

/**
 * Tokens of a rendered template whose content is escaped. The text between two control tokens is encoded in one piece,
 * template and content together, because that is how the model saw it in training.
 */
export function encodeRendered(vocabulary: Vocabulary, rendered: string): PromptTokens {
  const tokens: number[] = [];
  const turnStarts: number[] = [];
  const pattern = new RegExp(vocabulary.controlPattern);
  let start = 0;
  const encodeUntil = (end: number): void => {
    if (end > start) append(tokens, encodeContent(vocabulary, unescapeContent(rendered.slice(start, end))));
  };
  for (let match = pattern.exec(rendered); match !== null; match = pattern.exec(rendered)) {
    const [text] = match;
    const id = vocabulary.controlId(text);
    if (id === undefined) continue;
    encodeUntil(match.index);
    if (text === turnStart) turnStarts.push(tokens.length);
    tokens.push(id);
    start = match.index + text.length;
  }
  encodeUntil(rendered.length);
  return { tokens, turnStarts };
}
