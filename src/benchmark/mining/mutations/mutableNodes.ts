/** Where in a function a mistake can be made: in what runs and decides, not in what is said about it or to people. */
import type { SyntaxNode } from '../../syntax.ts';
import type { FoundFunction } from '../functions/foundFunction.ts';
import { walkSyntax } from '../walkSyntax.ts';
import { type MutableCode, textOf } from './mutation.ts';

const closedTypes: ReadonlySet<string> = new Set([
  // Texts and comments
  'comment',
  'concatenated_string',
  'jsx_text',
  'regex',
  'string',
  'template_string',
  // Imports, exports, declarations of no code
  'decorator',
  'export_statement',
  'future_import_statement',
  'import_from_statement',
  'import_statement',
  // Types of TypeScript and Python
  'array_type',
  'asserts_annotation',
  'conditional_type',
  'enum_declaration',
  'extends_type_clause',
  'function_type',
  'generic_type',
  'implements_clause',
  'index_type_query',
  'interface_declaration',
  'intersection_type',
  'literal_type',
  'lookup_type',
  'mapped_type_clause',
  'object_type',
  'tuple_type',
  'type',
  'type_alias_declaration',
  'type_alias_statement',
  'type_annotation',
  'type_arguments',
  'type_parameters',
  'type_predicate_annotation',
  'type_query',
  'union_type',
  // What is said when something is wrong
  'assert_statement',
  'print_statement',
  'raise_statement',
  'throw_statement',
  // A pattern is no value
  'case_pattern',
]);

const callTypes: ReadonlySet<string> = new Set(['call_expression', 'call']);
const loopTypes: ReadonlySet<string> = new Set(['while_statement', 'do_statement', 'for_statement']);
const steppingTypes: ReadonlySet<string> = new Set([
  'assignment',
  'assignment_expression',
  'augmented_assignment',
  'augmented_assignment_expression',
  'update_expression',
]);

/**
 * The nodes of the function's body, without those of functions in it that have a name: they are functions of their own.
 * `named`: the nodes of all functions with a name.
 */
export function* mutableNodes(
  { body }: FoundFunction,
  named: ReadonlySet<SyntaxNode>,
  code: MutableCode,
): Generator<SyntaxNode> {
  const loopNames = new Set<string>();
  for (const statement of body?.statements ?? []) collectLoopNames(statement, code, loopNames);
  const isOpen = (node: SyntaxNode): boolean =>
    !closedTypes.has(node.type) &&
    !named.has(node) &&
    !speaks(node, code) &&
    !isTypeCheckOnly(node, code) &&
    !stepsLoop(node, loopNames, code);
  for (const statement of body?.statements ?? [])
    for (const node of walkSyntax(statement, isOpen)) if (isOpen(node)) yield node;
}

/** A call, or a statement of one, that writes a log or checks an assumption, or that loads a module. */
function speaks(node: SyntaxNode, code: MutableCode): boolean {
  const call = node.type === 'expression_statement' ? node.children[0] : node;
  const callee = call !== undefined && callTypes.has(call.type) ? call.field('function') : undefined;
  if (callee === undefined) return false;
  const name = textOf(callee, code);
  return (
    /(?:^|[._#])(?:console|log|logger|logging|warnings|debug|trace)\.\w+$/i.test(name) ||
    /^(?:print|log|debug|warn|import|require|assert|expect|invariant)(?:$|[.(])/.test(name) ||
    /(?:^|\.)(?:assert\w*|emitWarning)$/.test(name)
  );
}

function isTypeCheckOnly(node: SyntaxNode, code: MutableCode): boolean {
  const condition = node.type === 'if_statement' ? node.field('condition') : undefined;
  return condition !== undefined && /\bTYPE_CHECKING\b|\b__debug__\b/.test(textOf(condition, code));
}

/** Names that tell when a loop of the function ends. */
function collectLoopNames(statement: SyntaxNode, code: MutableCode, names: Set<string>): void {
  for (const node of walkSyntax(statement)) {
    const condition = loopTypes.has(node.type) ? node.field('condition') : undefined;
    for (const name of condition === undefined ? [] : textOf(condition, code).matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu))
      names.add(name[0]);
  }
}

/** Where it is changed, the loop may never end. */
function stepsLoop(node: SyntaxNode, loopNames: ReadonlySet<string>, code: MutableCode): boolean {
  const step = node.type === 'expression_statement' ? node.children[0] : node;
  if (step === undefined || !steppingTypes.has(step.type)) return false;
  const target = step.field('left') ?? step.field('argument');
  return target !== undefined && loopNames.has(textOf(target, code));
}
