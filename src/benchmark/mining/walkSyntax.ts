import type { SyntaxNode } from '../syntax.ts';

/**
 * The node and all below it, in the order of the text. What is below a node that `enters` refuses is left out, the node
 * itself is not. Without recursion: trees of hostile files are as deep as the files are long.
 */
export function* walkSyntax(
  root: SyntaxNode,
  enters: (node: SyntaxNode) => boolean = () => true,
): Generator<SyntaxNode> {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if (!enters(node)) continue;
    const { children } = node;
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const child = children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
}
