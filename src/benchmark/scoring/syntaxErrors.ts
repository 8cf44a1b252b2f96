import type { SyntaxNode } from '../syntax.ts';

/** How many errors and missing tokens a tree has. Only where something is wrong is looked at, so a sound tree costs nothing. */
export function countSyntaxErrors(root: SyntaxNode): number {
  let errors = 0;
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!node.hasError) continue;
    const faulty = node.children.filter(({ hasError }) => hasError);
    // A missing token is a leaf of its own type.
    if (node.type === 'ERROR' || faulty.length === 0) errors += 1;
    pending.push(...faulty);
  }
  return errors;
}
