import { byteCharacter, spellInBpeAlphabet } from './bpeAlphabet.ts';

export interface Vocabulary {
  /** In the BPE alphabet, except control and user-defined tokens, which are spelled as they are. */
  readonly tokens: readonly string[];
  /** `tokenType` of each token. */
  readonly types: readonly number[];
  /** `left right`, most wanted first. */
  readonly merges: readonly string[];
}

/** llama.cpp's token attributes, as `tokenizer.ggml.token_type` counts them. */
export const tokenType = { normal: 1, control: 3, userDefined: 4, unused: 5 } as const;

/** Qwen 3.5's added tokens in their order, which begins at id 248044 in the real vocabulary. */
export const qwenAddedTokens: readonly (readonly [text: string, type: number])[] = [
  ...[
    '<|endoftext|> <|im_start|> <|im_end|> <|object_ref_start|> <|object_ref_end|> <|box_start|> <|box_end|>',
    '<|quad_start|> <|quad_end|> <|vision_start|> <|vision_end|> <|vision_pad|> <|image_pad|> <|video_pad|>',
  ].flatMap(controls),
  ['<tool_call>', tokenType.userDefined],
  ['</tool_call>', tokenType.userDefined],
  ...controls('<|fim_prefix|> <|fim_middle|> <|fim_suffix|> <|fim_pad|> <|repo_name|> <|file_sep|>'),
  ['<tool_response>', tokenType.userDefined],
  ['</tool_response>', tokenType.userDefined],
  ['<think>', tokenType.userDefined],
  ['</think>', tokenType.userDefined],
  ...controls(
    '<|audio_start|> <|audio_end|> <tts_pad> <tts_text_bos> <tts_text_eod> <tts_text_bos_single> <|audio_pad|>',
  ),
];

function controls(texts: string): (readonly [string, number])[] {
  return texts.split(' ').map((text) => [text, tokenType.control] as const);
}

/** Every byte, some words of code, and Qwen's added tokens: all texts can be written, the common ones in fewer tokens. */
export function smallVocabulary(extraTokens: readonly string[] = []): Vocabulary {
  const tokens = Array.from({ length: 256 }, (_, byte) => byteCharacter(byte));
  const merges = new Set<string>();
  for (const word of commonPieces) {
    const [first = '', ...rest] = spellInBpeAlphabet(word);
    let merged = first;
    for (const character of rest) {
      merges.add(`${merged} ${character}`);
      merged += character;
      if (!tokens.includes(merged)) tokens.push(merged);
    }
  }
  const types = tokens.map((): number => tokenType.normal);
  const added = [...qwenAddedTokens, ...extraTokens.map((text) => [text, tokenType.userDefined] as const)];
  for (const [text, type] of added) {
    tokens.push(text);
    types.push(type);
  }
  return { tokens, types, merges: [...merges] };
}

const commonPieces = [
  ...['the', ' the', 'return', ' return', 'function', ' function', 'const', ' const', 'def', ' def', 'import'],
  ...[' import', ' a', ' b', 'if', ' if', 'for', ' for', 'while', ' in', 'ing', ' is', 'let', ' let', 'class'],
  ...[' class', 'self', '//', '()', '();', ' =', ' =>', '\n\n', '    '],
];

/** The id of the token that is `text`, a control token or a single piece of ordinary text. */
export function tokenId({ tokens }: Vocabulary, text: string): number {
  const id = tokens.indexOf(text);
  const found = id >= 0 ? id : tokens.indexOf(spellInBpeAlphabet(text));
  if (found < 0) throw new Error(`no token ${JSON.stringify(text)}`);
  return found;
}
