import type { LlamaModel, Token } from 'node-llama-cpp';
import type { GeneratedPiece } from '../prompt/replyParser.ts';
import { type Vocabulary, controlPatternOf } from '../prompt/vocabulary.ts';

/** A loaded model's vocabulary, and what its generated tokens say. */
export interface ModelVocabulary extends Vocabulary {
  readonly encode: (text: string) => Token[];
  /** Does generation end with this token, or does it belong to a prompt's frame and never to an answer? */
  isEnd(token: Token): boolean;
  newDecoder(): PieceDecoder;
}

/** Turns generated tokens into pieces, holding back tokens that end within a UTF-8 character. */
export interface PieceDecoder {
  add(token: Token): readonly GeneratedPiece[];
}

/** The control tokens that may stand within an answer. Any other ends it. */
const answerMarks = new Set(['<think>', '</think>', '<tool_call>', '</tool_call>']);

const brokenCharacter = '\uFFFD';
/** A character takes at most four tokens; several may overlap. */
const longestHold = 16;

export function readVocabulary(model: LlamaModel): ModelVocabulary {
  const idByText = new Map<string, Token>();
  const controlTextById = new Map<Token, string>();
  const ends = new Set<Token>();
  for (const token of model.iterateAllTokens()) {
    const { control, userDefined } = model.getTokenAttributes(token);
    if (!control && !userDefined) continue;
    const text = model.detokenize([token], true);
    idByText.set(text, token);
    if (answerMarks.has(text)) controlTextById.set(token, text);
    else if (control) ends.add(token);
  }
  const isEnd = (token: Token): boolean => ends.has(token) || model.isEogToken(token);

  return {
    encode: (text) => (text === '' ? [] : model.tokenize(text)),
    controlId: (text) => idByText.get(text),
    controlPattern: controlPatternOf(idByText.keys()),
    isEnd,
    newDecoder() {
      // Tokens since the last whole character, and how much of their text has been given out.
      let held: Token[] = [];
      let given = 0;
      const flush = (): GeneratedPiece[] => {
        const rest = held.length === 0 ? '' : model.detokenize(held).slice(given);
        held = [];
        given = 0;
        return textPieces(rest);
      };
      return {
        add(token) {
          const control = controlTextById.get(token);
          if (control !== undefined) return [...flush(), { kind: 'control', text: control }];
          held.push(token);
          const text = model.detokenize(held);
          // What ends in a broken character may be mended by the next token, unless it has been broken for long.
          if (!text.endsWith(brokenCharacter) || held.length >= longestHold) return flush();
          const whole = text.replace(/\uFFFD+$/, '');
          const added = whole.slice(given);
          given = Math.max(given, whole.length);
          return textPieces(added);
        },
      };
    },
  };
}

function textPieces(text: string): GeneratedPiece[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}
