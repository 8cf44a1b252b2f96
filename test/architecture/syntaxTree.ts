import { parseSync } from 'oxc-parser';

export interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Throws when `text` is no TypeScript. */
export function parseSource(path: string, text: string): unknown {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  return program;
}

/** Calls `onNode` with every node, parents first; not with names that only name a property. */
export function visit(value: unknown, onNode: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, onNode);
    return;
  }
  if (!isSyntaxNode(value)) return;
  onNode(value);
  for (const [key, child] of Object.entries(value)) {
    if (!isPlainName(value, key)) visit(child, onNode);
  }
}

/** `process` in `{ process: 1 }` and in `task.process` names a property, not the global. */
function isPlainName(node: SyntaxNode, key: string): boolean {
  if (node['computed'] === true) return false;
  return key === 'property' || (key === 'key' && node['shorthand'] !== true);
}

export function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
