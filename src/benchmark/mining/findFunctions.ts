/** Functions of a source file, in the order that they begin. */
import type { SyntaxTree } from '../syntax.ts';
import type { FoundFunction } from './functions/foundFunction.ts';
import { pythonFunctions } from './functions/pythonFunctions.ts';
import { scriptFunctions } from './functions/scriptFunctions.ts';

/** Languages, as VS Code names them, whose functions are known here. */
export const scriptLanguages: ReadonlySet<string> = new Set([
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
]);

/** `tree` is of `text`, and must outlive the nodes that are used. Empty: the language is not among those known here. */
export function findFunctions(language: string, tree: SyntaxTree, text: string): readonly FoundFunction[] {
  if (scriptLanguages.has(language)) return scriptFunctions(tree.root, text);
  return language === 'python' ? pythonFunctions(tree.root, text) : [];
}
