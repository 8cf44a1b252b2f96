import { type MetadataReader, present } from './metadataReader.ts';
import { ModelFileProblem } from './modelFileProblem.ts';
import { printable } from './parseGgufHeader.ts';

/**
 * The tokens' texts, after checking what llama.cpp's vocabulary loader (`llama_vocab::impl::load`) takes for granted.
 * `undefined` for the rare file that declares to have no vocabulary.
 */
export function checkVocabulary(metadata: MetadataReader): readonly string[] | undefined {
  const model = present(metadata.string('tokenizer.ggml.model'), 'tokenizer.ggml.model');
  metadata.string('tokenizer.ggml.pre');
  if (model === 'none' || model === 'no_vocab') return undefined;
  const tokens = present(metadata.strings('tokenizer.ggml.tokens'), 'tokenizer.ggml.tokens');
  if (tokens.length === 0) throw new ModelFileProblem('has an empty vocabulary');
  checkLength(metadata.integers('tokenizer.ggml.token_type'), tokens, 'tokenizer.ggml.token_type');
  checkDistinct(tokens);
  if (model === 'gpt2') present(metadata.strings('tokenizer.ggml.merges'), 'tokenizer.ggml.merges');
  return tokens;
}

function checkLength(values: readonly number[] | undefined, tokens: readonly string[], key: string): void {
  if (values === undefined || values.length >= tokens.length) return;
  throw new ModelFileProblem(`has ${values.length} numbers in ${key} for ${tokens.length} tokens`);
}

/** llama.cpp ends the process over two tokens of the same text. An empty one is given a text from its number. */
function checkDistinct(tokens: readonly string[]): void {
  const seen = new Set<string>();
  for (const [id, token] of tokens.entries()) {
    const text = token === '' ? `[EMPTY_${id}]` : token;
    if (seen.has(text)) throw new ModelFileProblem(`has the token ${JSON.stringify(printable(text))} twice`);
    seen.add(text);
  }
}
