import { type SyntaxNode, isSyntaxNode, parseSource, visit } from './syntaxTree.ts';

export interface TextViolations {
  /** How many texts there are. */
  readonly texts: number;
  readonly violations: readonly string[];
}

/**
 * What keeps the texts of a file out of the list that translators get (@vscode/l10n-dev reads it from the source), or
 * leaves a hole of a text open: a text must be written out where it is used, and filled as it stands or not at all.
 */
export function textViolations(path: string, source: string): TextViolations {
  const violations: string[] = [];
  let texts = 0;
  let uses = 0;
  visit(parseSource(path, source), (node) => {
    if (isL10nT(node)) uses += 1;
    if (node.type !== 'CallExpression' || !isL10nT(node['callee'])) return;
    texts += 1;
    const [first, ...values] = nodesOf(node['arguments']);
    const text = first === undefined ? undefined : constantText(first);
    if (text === undefined) violations.push(`${path}: a text is put together: ${first?.type ?? 'nothing'}`);
    else violations.push(...holeViolations(text, values).map((violation) => `${path}: ${violation}`));
  });
  if (uses > texts) violations.push(`${path}: l10n.t is used without being called`);
  return { texts, violations };
}

/** Texts that a view fills are written with their holes and without values. */
function holeViolations(text: string, values: readonly SyntaxNode[]): readonly string[] {
  if (values.length === 0 || values.some(({ type }) => type === 'SpreadElement')) return [];
  const holes = new Set([...text.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index)));
  const isFilled = holes.size === values.length && values.every((_, index) => holes.has(index));
  return isFilled ? [] : [`${values.length} values for: ${text}`];
}

function isL10nT(node: unknown): boolean {
  if (!isSyntaxNode(node) || node.type !== 'MemberExpression') return false;
  return isNamed(node['object'], 'l10n') && isNamed(node['property'], 't');
}

function isNamed(node: unknown, name: string): boolean {
  return isSyntaxNode(node) && node['name'] === name;
}

function constantText({ type, value }: SyntaxNode): string | undefined {
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
}

function nodesOf(list: unknown): readonly SyntaxNode[] {
  return Array.isArray(list) ? list.filter(isSyntaxNode) : [];
}
