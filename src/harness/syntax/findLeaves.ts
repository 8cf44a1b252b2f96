import type { Language, Tree } from 'web-tree-sitter';
import type { LeafSearch, TextRange } from '../../benchmark/syntax.ts';
import { positionAt } from './positionAt.ts';

/** Tree-sitter looks itself: each node that is asked for what it is costs a step out of WebAssembly and back. */
export function findLeaves(tree: Tree, text: string, { type, start, end }: LeafSearch): TextRange[] {
  if (start >= end) return [];
  const from = { offset: start, position: positionAt(text, start) };
  const { names, areNamed } = typesLike(tree.language, type);
  const found = tree.rootNode.descendantsOfType(names, from.position, positionAt(text, end, from));
  const leaves: TextRange[] = [];
  for (const node of found) {
    if (node === null || node.startIndex >= end) continue;
    const leaf = { start: node.startIndex, end: node.endIndex };
    if (leaf.end <= start || leaf.end === leaf.start || node.childCount > 0) continue;
    if (areNamed || node.isNamed) leaves.push(leaf);
  }
  return leaves;
}

interface Types {
  readonly names: string[];
  /** All nodes of these types: none has to be asked. */
  readonly areNamed: boolean;
}

/** A grammar has hundreds of types. */
const known = new WeakMap<Language, Map<RegExp, Types>>();

function typesLike(language: Language, type: RegExp): Types {
  const byPattern = known.get(language) ?? new Map<RegExp, Types>();
  known.set(language, byPattern);
  const types = byPattern.get(type) ?? findTypes(language, type);
  byPattern.set(type, types);
  return types;
}

function findTypes(language: Language, type: RegExp): Types {
  const ids = language.types.flatMap((name, id) => (type.test(name) ? [id] : []));
  return {
    names: [...new Set(ids.map((id) => language.types[id] ?? ''))],
    areNamed: ids.every((id) => language.nodeTypeIsNamed(id)),
  };
}
