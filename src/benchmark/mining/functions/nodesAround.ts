import type { SyntaxNode } from '../../syntax.ts';

/** What people write is nested less; asking this of every node of a tree that is deeper would take forever. */
const maxDepth = 100;

/** What the node is in, the outermost first. */
export function nodesAround(node: SyntaxNode): SyntaxNode[] {
  const around: SyntaxNode[] = [];
  for (let outer = node.parent; outer !== undefined && around.length < maxDepth; outer = outer.parent)
    around.push(outer);
  return around.toReversed();
}
