/** The benchmark's `Syntax`, with tree-sitter. Languages are loaded when they are prepared, each once. */
import { raceAbort } from '../../base/raceAbort.ts';
import type { Syntax } from '../../benchmark/syntax.ts';
import { grammarOf } from './grammars.ts';
import type { Grammar } from './treeSitter.ts';

export function createSyntax(): Syntax {
  const loading = new Map<string, Promise<void>>();
  const grammars = new Map<string, Grammar>();

  async function load(name: string): Promise<void> {
    const { openGrammar } = await import('./treeSitter.ts');
    grammars.set(name, await openGrammar(name));
  }

  function ensure(name: string): Promise<void> {
    const known = loading.get(name);
    if (known !== undefined) return known;
    const started = load(name);
    loading.set(name, started);
    started.catch(() => loading.delete(name));
    return started;
  }

  return {
    async prepare(languages, signal) {
      const names = languages.flatMap((language) => grammarOf(language) ?? []);
      await raceAbort(Promise.all([...new Set(names)].map(ensure)), signal);
    },

    parse(language, text) {
      const name = grammarOf(language);
      return name === undefined ? undefined : grammars.get(name)?.parse(text);
    },
  };
}
