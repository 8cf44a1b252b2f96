import { findFunctions } from '../../../src/benchmark/mining/findFunctions.ts';
import type { FoundFunction } from '../../../src/benchmark/mining/functions/foundFunction.ts';
import type { SyntaxTree } from '../../../src/benchmark/syntax.ts';
import { createSyntax } from '../../../src/harness/syntax/createSyntax.ts';

/** The real one, with the languages that are read in full. */
export const syntax = createSyntax();
await syntax.prepare(['javascript', 'typescript', 'typescriptreact', 'python'], new AbortController().signal);

export function withTree<T>(language: string, text: string, use: (tree: SyntaxTree) => T): T {
  const tree = syntax.parse(language, text);
  if (tree === undefined) throw new Error(`${language} was not read`);
  try {
    return use(tree);
  } finally {
    tree.dispose();
  }
}

export function mapFunctions<T>(language: string, text: string, use: (found: FoundFunction) => T): T[] {
  return withTree(language, text, (tree) => findFunctions(language, tree, text).map(use));
}
