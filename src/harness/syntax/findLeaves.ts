import type { Language, Tree } from 'web-tree-sitter';
import type { LeafSearch, TextRange } from '../../benchmark/syntax.ts';
import { positionAt } from './positionAt.ts';

/** Tree-sitter looks itself: each node that is asked for what it is costs a step out of WebAssembly and back. */
export function findLeaves(tree: Tree, text: string, { type, start, end }: LeafSearch): TextRange[] {
  if (start >= end) return [];
  const found = tree.rootNode.descendantsOfType(
    typesLike(tree.language, type),
    positionAt(text, start),
    positionAt(text, end),
  );
  const leaves: TextRange[] = [];
  for (const node of found) {
    if (node === null || node.startIndex >= end || node.childCount > 0 || !node.isNamed) continue;
    const leaf = { start: node.startIndex, end: node.endIndex };
    if (leaf.end > start && leaf.end > leaf.start) leaves.push(leaf);
  }
  return leaves;
}

/** A grammar has hundreds of types. */
const known = new WeakMap<Language, Map<RegExp, string[]>>();

function typesLike(language: Language, type: RegExp): string[] {
  const byPattern = known.get(language) ?? new Map<RegExp, string[]>();
  known.set(language, byPattern);
  const types = byPattern.get(type) ?? [...new Set(language.types.filter((name) => type.test(name)))];
  byPattern.set(type, types);
  return types;
}
