import { parseSync } from 'oxc-parser';
import { nodeGlobals } from './layers.ts';

export interface Import {
  readonly specifier: string;
  /** Gone after compilation. */
  readonly isType: boolean;
}

export interface SourceFacts {
  readonly imports: readonly Import[];
  readonly nodeGlobals: readonly string[];
}

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Everything `text` imports, in any way there is, and the names it takes from Node without importing them. */
export function readSource(path: string, text: string): SourceFacts {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const found = new Set<string>();
  visit(program, (node) => {
    const imported = importOf(node);
    if (imported !== undefined) imports.push(imported);
    if (node.type === 'Identifier' && typeof node['name'] === 'string' && nodeGlobals.has(node['name'])) {
      found.add(node['name']);
    }
  });
  return { imports, nodeGlobals: [...found] };
}

function importOf(node: SyntaxNode): Import | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier: textOf(node['source']), isType: isTypeOnly(node, 'importKind') };
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      if (node['source'] === null) return undefined;
      return { specifier: textOf(node['source']), isType: isTypeOnly(node, 'exportKind') };
    case 'ImportExpression':
      return { specifier: textOf(node['source']), isType: false };
    case 'TSImportType':
      return { specifier: textOf(node['source']), isType: true };
    case 'TSExternalModuleReference':
      return { specifier: textOf(node['expression']), isType: false };
    default:
      return undefined;
  }
}

/** `import type {..}`, or braces in which each name is marked as a type. */
function isTypeOnly(node: SyntaxNode, kind: 'exportKind' | 'importKind'): boolean {
  if (node[kind] === 'type') return true;
  const specifiers: unknown = node['specifiers'];
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false;
  return specifiers.every((specifier) => isSyntaxNode(specifier) && specifier[kind] === 'type');
}

/** The text of a string literal; anything computed cannot be checked and is refused as it stands. */
function textOf(node: unknown): string {
  if (isSyntaxNode(node) && typeof node['value'] === 'string') return node['value'];
  return '(computed)';
}

function visit(value: unknown, onNode: (node: SyntaxNode) => void): void {
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

function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
