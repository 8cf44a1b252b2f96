/** Functions of JavaScript and TypeScript, JSX included, by the node types of tree-sitter's grammars. */
import type { SyntaxNode } from '../../syntax.ts';
import type { TextSpan } from '../minedFile.ts';
import { walkSyntax } from '../walkSyntax.ts';
import type { FoundFunction, FunctionBody } from './foundFunction.ts';
import { lineIndentation, startsLine } from './lineIndentation.ts';
import { nodesAround } from './nodesAround.ts';

const functionTypes: ReadonlySet<string> = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
  'function_signature',
  'method_signature',
  'abstract_method_signature',
]);
const classTypes: ReadonlySet<string> = new Set(['class_declaration', 'abstract_class_declaration', 'class']);
/** What may stand between a function and what names it. */
const transparentTypes: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
]);

export function scriptFunctions(root: SyntaxNode, text: string): FoundFunction[] {
  const found: FoundFunction[] = [];
  for (const node of walkSyntax(root)) {
    if (!functionTypes.has(node.type)) continue;
    const described = describe(node, text);
    if (described !== undefined) found.push(described);
  }
  return found;
}

function describe(node: SyntaxNode, text: string): FoundFunction | undefined {
  const own = ownName(node, text);
  const isSignature = node.type.endsWith('_signature');
  if (own === undefined || (isSignature && !isOverload(node))) return undefined;
  const tokens = new Set(node.children.filter(({ isNamed }) => !isNamed).map(({ type }) => type));
  const classNode = classAround(node);
  const whole = wholeOf(node);
  return {
    name: [...qualifiers(node, text), own].join('.'),
    kind: kindOf(node, own, tokens, classNode !== undefined),
    declares: node.type === 'abstract_method_signature' ? 'abstract' : isSignature ? 'overload' : 'whole',
    isAsync: tokens.has('async'),
    isGenerator: node.type.startsWith('generator_') || tokens.has('*'),
    isInSubclass: classNode?.children.some(({ type }) => type === 'class_heritage') ?? false,
    parameters: parametersOf(node, text),
    span: { start: whole.start, end: whole.end },
    documentation: commentBefore(whole.first, text),
    indentation: lineIndentation(text, whole.start),
    body: bodyOf(node, text),
    node,
  };
}

function kindOf(
  node: SyntaxNode,
  name: string,
  tokens: ReadonlySet<string>,
  isInClass: boolean,
): FoundFunction['kind'] {
  const isMethod = node.type === 'method_definition' || node.type.endsWith('method_signature');
  if (!isMethod) return 'function';
  if (tokens.has('get')) return 'getter';
  if (tokens.has('set')) return 'setter';
  return isInClass && name === 'constructor' ? 'constructor' : 'method';
}

/** A signature of an interface or of an ambient declaration is no function of this file. */
function isOverload(node: SyntaxNode): boolean {
  const parent = node.parent?.type;
  return node.type === 'function_signature' ? parent !== 'ambient_declaration' : parent === 'class_body';
}

function ownName(node: SyntaxNode, text: string): string | undefined {
  const value = outermostValue(node);
  const parent = value.parent;
  if (node.type === 'arrow_function' || node.type === 'function_expression' || node.type === 'generator_function') {
    return (parent === undefined ? undefined : nameOfValue(value, parent, text)) ?? nameText(node.field('name'), text);
  }
  return nameText(node.field('name'), text);
}

/** The name that a value gets from what it stands in. */
function nameOfValue(value: SyntaxNode, parent: SyntaxNode, text: string): string | undefined {
  switch (parent.type) {
    case 'variable_declarator': {
      const name = parent.field('name');
      return name?.type === 'identifier' ? nameText(name, text) : undefined;
    }
    case 'public_field_definition':
      return nameText(parent.field('name'), text);
    case 'field_definition':
      return nameText(parent.field('property'), text);
    case 'pair':
      return nameText(parent.field('key'), text);
    case 'assignment_expression':
      return parent.field('right') === value ? assignedName(parent.field('left'), text) : undefined;
    case 'export_statement':
      return 'default';
    default:
      return undefined;
  }
}

/** `exports.push` is `push`, `Queue.prototype.push` is `Queue.push`. */
function assignedName(target: SyntaxNode | undefined, text: string): string | undefined {
  if (target?.type !== 'identifier' && target?.type !== 'member_expression') return undefined;
  const name = text.slice(target.start, target.end);
  if (!/^[\w$#.]+$/.test(name)) return undefined;
  return name
    .replace(/^(?:module\.)?exports\.(?=.)/, '')
    .replace('.prototype.', '.')
    .replace(/^this\./, '');
}

function nameText(name: SyntaxNode | undefined, text: string): string | undefined {
  if (name === undefined) return undefined;
  const written = text.slice(name.start, name.end);
  if (written === '' || written.length > 200) return undefined;
  return name.type === 'string' ? written.slice(1, -1) : written;
}

function outermostValue(node: SyntaxNode): SyntaxNode {
  let value = node;
  while (value.parent !== undefined && transparentTypes.has(value.parent.type)) value = value.parent;
  return value;
}

function qualifiers(node: SyntaxNode, text: string): string[] {
  return nodesAround(node).flatMap((outer) => qualifierOf(outer, text) ?? []);
}

function qualifierOf(node: SyntaxNode, text: string): string | undefined {
  if (classTypes.has(node.type)) return nameText(node.field('name'), text) ?? valueName(node, text);
  if (node.type === 'object') return valueName(node, text);
  if (node.type === 'internal_module' || node.type === 'module') return nameText(node.field('name'), text);
  return functionTypes.has(node.type) ? ownName(node, text) : undefined;
}

function valueName(node: SyntaxNode, text: string): string | undefined {
  const value = outermostValue(node);
  return value.parent === undefined ? undefined : nameOfValue(value, value.parent, text);
}

function classAround(node: SyntaxNode): SyntaxNode | undefined {
  const body = node.parent;
  return body?.type === 'class_body' ? body.parent : undefined;
}

function parametersOf(node: SyntaxNode, text: string): string[] {
  const single = node.field('parameter');
  const nodes = single === undefined ? (node.field('parameters')?.children ?? []) : [single];
  return nodes
    .filter(({ isNamed, type }) => isNamed && type !== 'comment')
    .map(({ start, end }) => text.slice(start, end));
}

/** What would be deleted with the function. */
function wholeOf(node: SyntaxNode): TextSpan & { readonly first: SyntaxNode } {
  let whole = outermostValue(node);
  for (let { parent } = whole; parent !== undefined && holdsNothingElse(parent); { parent } = whole) whole = parent;
  const first = firstDecorator(whole);
  return { start: first.start, end: whole.end, first };
}

function holdsNothingElse(parent: SyntaxNode): boolean {
  switch (parent.type) {
    case 'lexical_declaration':
    case 'variable_declaration':
      return parent.children.filter(({ type }) => type === 'variable_declarator').length === 1;
    case 'variable_declarator':
    case 'public_field_definition':
    case 'field_definition':
    case 'pair':
    case 'assignment_expression':
    case 'expression_statement':
    case 'export_statement':
      return true;
    default:
      return false;
  }
}

/** Decorators of a method are its siblings. */
function firstDecorator(node: SyntaxNode): SyntaxNode {
  let first = node;
  for (let before = siblingBefore(first); before?.type === 'decorator'; before = siblingBefore(first)) first = before;
  return first;
}

function siblingBefore(node: SyntaxNode): SyntaxNode | undefined {
  const siblings = node.parent?.children ?? [];
  return siblings[siblings.indexOf(node) - 1];
}

/** The run of comments that ends on the line before the function, without an empty line between. */
function commentBefore(node: SyntaxNode, text: string): TextSpan | undefined {
  let first: SyntaxNode | undefined;
  let next = node;
  const { end } = siblingBefore(node) ?? node;
  for (let before = siblingBefore(next); before?.type === 'comment'; before = siblingBefore(next)) {
    const between = text.slice(before.end, next.start);
    if (!/^[ \t]*\r?\n?[ \t]*$/.test(between) || !startsLine(text, before.start)) break;
    first = before;
    next = before;
  }
  return first === undefined ? undefined : { start: first.start, end };
}

function bodyOf(node: SyntaxNode, text: string): FunctionBody | undefined {
  const body = node.field('body');
  if (body === undefined) return undefined;
  if (body.type !== 'statement_block') {
    return { span: { start: body.start, end: body.end }, form: 'expression', indentation: '', statements: [body] };
  }
  const inside = body.children.filter(({ isNamed }) => isNamed);
  const first = inside[0];
  const last = inside.at(-1);
  const statements = inside.filter(({ type }) => type !== 'comment');
  if (first === undefined || last === undefined || statements.length === 0) return undefined;
  const isOnLines = startsLine(text, first.start) && startsLine(text, body.end - 1);
  return {
    span: { start: first.start, end: last.end },
    form: isOnLines ? 'lines' : 'inline',
    indentation: isOnLines ? lineIndentation(text, first.start) : '',
    statements,
  };
}
