import { countSyntaxErrors } from '../scoring/syntaxErrors.ts';
import type { Syntax, SyntaxTree } from '../syntax.ts';

/** `text` has no more errors than the tree of what it was made from: a file may have some that the grammar sees alone. */
export function parsesAsWell(text: string, language: string, { syntax, tree }: ParsedFile): boolean {
  const broken = syntax.parse(language, text);
  const isWhole = broken !== undefined && countSyntaxErrors(broken.root) <= countSyntaxErrors(tree.root);
  broken?.dispose();
  return isWhole;
}

export interface ParsedFile {
  readonly syntax: Syntax;
  readonly tree: SyntaxTree;
}
