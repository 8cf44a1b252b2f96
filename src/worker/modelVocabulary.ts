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
      let held: Token[] = [];
      return {
        add(token) {
          const control = controlTextById.get(token);
          if (control === undefined) {
            held.push(token);
            const text = model.detokenize(held);
            // A character takes at most four tokens: whatever is still broken then is really broken.
            if (text.endsWith('\uFFFD') && held.length < 4) return [];
            held = [];
            return text === '' ? [] : [{ kind: 'text', text }];
          }
          const broken = held.length === 0 ? '' : model.detokenize(held);
          held = [];
          const before: GeneratedPiece[] = broken === '' ? [] : [{ kind: 'text', text: broken }];
          return [...before, { kind: 'control', text: control }];
        },
      };
    },
  };
}
