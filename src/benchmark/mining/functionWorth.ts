/** Which functions are worth a task: long enough to think about, short enough to write, and with something to get wrong. */
import type { FoundFunction, FunctionBody } from './functions/foundFunction.ts';
import { walkSyntax } from './walkSyntax.ts';

/** Lines of the body that are not blank. */
const minLines = 3;
const maxLines = 60;

/** Getters, constants and plain assignments have none of these. */
const workTypes: ReadonlySet<string> = new Set([
  // Scripts
  'augmented_assignment_expression',
  'binary_expression',
  'call_expression',
  'for_in_statement',
  'if_statement',
  'new_expression',
  'switch_statement',
  'ternary_expression',
  'unary_expression',
  'update_expression',
  // Both, and Python
  'augmented_assignment',
  'binary_operator',
  'boolean_operator',
  'call',
  'comparison_operator',
  'conditional_expression',
  'dictionary_comprehension',
  'for_statement',
  'generator_expression',
  'list_comprehension',
  'match_statement',
  'not_operator',
  'set_comprehension',
  'while_statement',
]);

export type WorthVerdict =
  { readonly kind: 'worth'; readonly body: FunctionBody } | { readonly kind: 'unfit'; readonly reason: UnfitReason };
export type UnfitReason =
  'no-body' | 'does-not-parse' | 'test-code' | 'calls-super' | 'too-short' | 'too-long' | 'trivial';

export function judgeFunction(found: FoundFunction, text: string): WorthVerdict {
  const { body } = found;
  if (body === undefined || found.declares !== 'whole') return { kind: 'unfit', reason: 'no-body' };
  const reason = unfitReason(found, body, text);
  return reason === undefined ? { kind: 'worth', body } : { kind: 'unfit', reason };
}

function unfitReason(found: FoundFunction, body: FunctionBody, text: string): UnfitReason | undefined {
  if (found.node.hasError) return 'does-not-parse';
  if (isTestCode(found.name)) return 'test-code';
  // A derived constructor that throws before `super()` fails otherwise than the tests expect of a broken body.
  if (found.kind === 'constructor' && found.isInSubclass) return 'calls-super';
  const lines = text.slice(body.span.start, body.span.end).split('\n');
  const count = lines.filter((line) => line.trim() !== '').length;
  if (count < minLines) return 'too-short';
  if (count > maxLines) return 'too-long';
  return hasWork(body) ? undefined : 'trivial';
}

/** Tests within sources: the names that unittest and pytest go by. */
function isTestCode(name: string): boolean {
  return name.split('.').some((part) => /^test_|^Test[A-Z_]|TestCase$|Tests?$/.test(part));
}

function hasWork({ statements }: FunctionBody): boolean {
  return statements.some((statement) => {
    for (const { type } of walkSyntax(statement)) if (workTypes.has(type)) return true;
    return false;
  });
}
