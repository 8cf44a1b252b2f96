/**
 * Which grammar reads which language, by the language's name in VS Code. It is data, for the build copies these files.
 *
 * C has no grammar of its own among the prebuilt ones: that of C++ reads it, but for names such as `class` or `new`.
 */
import data from './grammars.json' with { type: 'json' };

const grammars: ReadonlyMap<string, string> = new Map(Object.entries(data));

/** The middle of the name of `tree-sitter-NAME.wasm`; `undefined`: there is none. */
export function grammarOf(language: string): string | undefined {
  return grammars.get(language);
}

export const languagesWithGrammar: readonly string[] = [...grammars.keys()];
