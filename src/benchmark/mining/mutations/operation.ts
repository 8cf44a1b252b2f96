import type { SyntaxNode } from '../../syntax.ts';
import { type MutableCode, textOf } from './mutation.ts';

/** An operator between two operands. */
export interface Operation {
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
  readonly operator: SyntaxNode;
  /** As it is written, with one blank between words: `<=`, `not in`. */
  readonly symbol: string;
}

/** `undefined`: it is none, or compares several things in a chain, as Python can. */
export function operationOf(node: SyntaxNode, code: MutableCode): Operation | undefined {
  const parts = partsOf(node);
  if (parts === undefined) return undefined;
  return { ...parts, symbol: textOf(parts.operator, code).replaceAll(/\s+/g, ' ') };
}

function partsOf(node: SyntaxNode): Omit<Operation, 'symbol'> | undefined {
  switch (node.type) {
    case 'binary_expression':
    case 'binary_operator':
    case 'boolean_operator': {
      const [left, operator, right] = [node.field('left'), node.field('operator'), node.field('right')];
      return left && operator && right && { left, operator, right };
    }
    case 'comparison_operator': {
      const [left, operator, right] = node.children;
      return node.children.length === 3 ? left && operator && right && { left, operator, right } : undefined;
    }
    default:
      return undefined;
  }
}
