import { type Vocabulary, controlPatternOf } from '../../src/prompt/vocabulary.ts';

const userDefined = ['<think>', '</think>', '<tool_call>', '</tool_call>', '<tool_response>', '</tool_response>'];
const control = [
  '<|im_start|>',
  '<|im_end|>',
  '<|endoftext|>',
  '<|fim_prefix|>',
  '<|fim_suffix|>',
  '<|fim_middle|>',
  '<|repo_name|>',
  '<|file_sep|>',
];
const firstControlId = 0x200000;

/** Every UTF-16 unit is a token; control ids are far above them. Encodes user-defined texts the way llama.cpp does. */
export const toyVocabulary: Vocabulary = {
  encode(text) {
    const pattern = new RegExp(userDefined.join('|'), 'g');
    const tokens: number[] = [];
    let start = 0;
    for (const match of text.matchAll(pattern)) {
      tokens.push(...units(text.slice(start, match.index)), idOf(match[0]));
      start = match.index + match[0].length;
    }
    return [...tokens, ...units(text.slice(start))];
  },
  controlId: (text) => ([...userDefined, ...control].includes(text) ? idOf(text) : undefined),
  controlPattern: controlPatternOf([...userDefined, ...control]),
};

export const toyControlTexts: readonly string[] = [...userDefined, ...control];

export function isToyControl(token: number): boolean {
  return token >= firstControlId;
}

/** The text behind tokens, control tokens between `⟦` and `⟧`. */
export function spellToy(tokens: readonly number[]): string {
  return tokens
    .map((token) => (isToyControl(token) ? `⟦${toyControlTexts[token - firstControlId]}⟧` : String.fromCharCode(token)))
    .join('');
}

function idOf(text: string): number {
  return firstControlId + [...userDefined, ...control].indexOf(text);
}

function units(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}
