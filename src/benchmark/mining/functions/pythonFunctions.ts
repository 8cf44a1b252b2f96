/** Functions of Python, by the node types of tree-sitter's grammar. Lambdas have no body to speak of. */
import type { SyntaxNode } from '../../syntax.ts';
import type { TextSpan } from '../minedFile.ts';
import { walkSyntax } from '../walkSyntax.ts';
import type { FoundFunction, FunctionBody } from './foundFunction.ts';
import { lineIndentation, startsLine } from './lineIndentation.ts';
import { nodesAround } from './nodesAround.ts';

export function pythonFunctions(root: SyntaxNode, text: string): FoundFunction[] {
  const found: FoundFunction[] = [];
  for (const node of walkSyntax(root)) {
    const name = node.type === 'function_definition' ? node.field('name') : undefined;
    if (name !== undefined && name.end > name.start) found.push(describe(node, text.slice(name.start, name.end), text));
  }
  return found;
}

function describe(node: SyntaxNode, own: string, text: string): FoundFunction {
  const whole = node.parent?.type === 'decorated_definition' ? node.parent : node;
  const decorators = whole.children
    .filter(({ type }) => type === 'decorator')
    .map(({ start, end }) => text.slice(start + 1, end).trim());
  const classNode = whole.parent?.parent?.type === 'class_definition' ? whole.parent.parent : undefined;
  const body = node.field('body');
  const docstring = body === undefined ? undefined : docstringOf(body);
  return {
    name: [...qualifiers(node, text), own].join('.'),
    kind: kindOf(own, decorators, classNode !== undefined),
    declares: declarationOf(decorators),
    isAsync: node.children.some(({ type }) => type === 'async'),
    isGenerator: body !== undefined && yields(body),
    isInSubclass: (classNode?.field('superclasses')?.children.filter(({ isNamed }) => isNamed).length ?? 0) > 0,
    parameters: (node.field('parameters')?.children ?? [])
      .filter(({ isNamed, type }) => isNamed && type !== 'comment')
      .map(({ start, end }) => text.slice(start, end)),
    span: { start: whole.start, end: whole.end },
    documentation: docstring === undefined ? undefined : { start: docstring.start, end: docstring.end },
    indentation: lineIndentation(text, whole.start),
    body: body === undefined ? undefined : bodyOf({ node, body, docstring, text }),
    node,
  };
}

function kindOf(name: string, decorators: readonly string[], isInClass: boolean): FoundFunction['kind'] {
  if (!isInClass) return 'function';
  if (name === '__init__') return 'constructor';
  if (decorators.some((decorator) => /(?:^|\.)setter$/.test(decorator))) return 'setter';
  return decorators.some((decorator) => /(?:^|[._])property$/.test(decorator)) ? 'getter' : 'method';
}

function declarationOf(decorators: readonly string[]): FoundFunction['declares'] {
  if (decorators.some((decorator) => /(?:^|\.)overload$/.test(decorator))) return 'overload';
  return decorators.some((decorator) => /(?:^|\.)abstract\w*$/.test(decorator)) ? 'abstract' : 'whole';
}

function qualifiers(node: SyntaxNode, text: string): string[] {
  const named = nodesAround(node).filter(({ type }) => type === 'class_definition' || type === 'function_definition');
  return named.flatMap((outer) => {
    const name = outer.field('name');
    return name === undefined ? [] : text.slice(name.start, name.end);
  });
}

function docstringOf(body: SyntaxNode): SyntaxNode | undefined {
  const first = body.children.find(({ type }) => type !== 'comment');
  const only = first?.type === 'expression_statement' && first.children.length === 1 ? first.children[0] : undefined;
  return only?.type === 'string' || only?.type === 'concatenated_string' ? first : undefined;
}

function yields(body: SyntaxNode): boolean {
  const isOwn = ({ type }: SyntaxNode): boolean =>
    type !== 'function_definition' && type !== 'lambda' && type !== 'class_definition';
  for (const { type } of walkSyntax(body, isOwn)) if (type === 'yield') return true;
  return false;
}

interface BodyParts {
  readonly node: SyntaxNode;
  readonly body: SyntaxNode;
  readonly docstring: SyntaxNode | undefined;
  readonly text: string;
}

function bodyOf({ node, body, docstring, text }: BodyParts): FunctionBody | undefined {
  const inside = body.children.filter(
    ({ isNamed, start, end }) => isNamed && end > start && start >= (docstring?.end ?? body.start),
  );
  const statements = inside.filter(({ type }) => type !== 'comment');
  const first = inside[0];
  const last = inside.at(-1);
  if (first === undefined || last === undefined || statements.length === 0) return undefined;
  const start = docstring === undefined ? startWithComments(node, first, text) : first.start;
  const isOnLines = startsLine(text, start);
  return {
    span: { start, end: last.end },
    form: isOnLines ? 'lines' : 'inline',
    indentation: isOnLines ? lineIndentation(text, first.start) : '',
    statements,
  };
}

/** Comments on lines of their own between the head and the first statement are outside of the block, in the grammar. */
function startWithComments(node: SyntaxNode, first: SyntaxNode, text: string): TextSpan['start'] {
  const colon = node.children.findLast(({ type }) => type === ':');
  const comment = node.children.find(
    ({ type, start }) => type === 'comment' && start > (colon?.end ?? 0) && startsLine(text, start),
  );
  return Math.min(comment?.start ?? first.start, first.start);
}
