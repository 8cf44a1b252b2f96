import { nodeGlobals } from './layers.ts';
import { type SyntaxNode, isSyntaxNode, parseSource, visit } from './syntaxTree.ts';

export interface Import {
  readonly specifier: string;
  /** Gone after compilation. */
  readonly isType: boolean;
}

export interface SourceFacts {
  readonly imports: readonly Import[];
  readonly nodeGlobals: readonly string[];
}

/** Everything `text` imports, in any way there is, and the names it takes from Node without importing them. */
export function readSource(path: string, text: string): SourceFacts {
  const imports: Import[] = [];
  const found = new Set<string>();
  visit(parseSource(path, text), (node) => {
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
