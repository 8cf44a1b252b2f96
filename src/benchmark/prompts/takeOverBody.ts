import { scriptLanguages } from '../mining/findFunctions.ts';
import type { FoundFunction } from '../mining/functions/foundFunction.ts';
import { lineIndentation, startsLine } from '../mining/functions/lineIndentation.ts';
import type { TextSpan } from '../mining/minedFile.ts';
import type { SyntaxNode } from '../syntax.ts';
import { shiftLines, stringsOver } from './shiftLines.ts';

export interface PlacedFunction {
  readonly text: string;
  readonly found: FoundFunction;
}

/**
 * The text of `target` with the body of `answer` in the place of its function's own: the head stays, and lines are
 * indented as they are there. `undefined`: one of them has no body, or it cannot stand there.
 */
export function takeOverBody(language: string, target: PlacedFunction, answer: PlacedFunction): string | undefined {
  return scriptLanguages.has(language) ? takeOverScript(target, answer) : takeOverPython(target, answer);
}

/** From brace to brace, so that every form of body can take the place of every other. */
function takeOverScript(target: PlacedFunction, answer: PlacedFunction): string | undefined {
  const old = target.found.node.field('body');
  const body = answer.found.node.field('body');
  if (old === undefined || body === undefined) return undefined;
  const to = outerIndentation(target, old);
  const strings = stringsOver(body, answer.text);
  const isBlock = body.type === 'statement_block';
  const written = shiftLines(answer.text, body, { from: outerIndentation(answer, body), to, strings });
  const fits = isBlock || target.found.node.type === 'arrow_function';
  return replace(target.text, old, fits ? written : `{\n${to}  return ${written};\n${to}}`);
}

/** Of the line of a block's last brace, if it begins that line, for models get the first line wrong more often. */
function outerIndentation({ text, found }: PlacedFunction, { type, end }: SyntaxNode): string {
  const isAtEnd = type === 'statement_block' && startsLine(text, end - 1);
  return lineIndentation(text, isAtEnd ? end - 1 : found.span.start);
}

/** From the first statement or comment to the last statement: the docstring belongs to the head. */
function takeOverPython(target: PlacedFunction, answer: PlacedFunction): string | undefined {
  const old = target.found.body;
  const { body } = answer.found;
  if (old === undefined || body === undefined) return undefined;
  const isInline = old.form === 'inline' && body.form === 'lines';
  const to = isInline ? `${target.found.indentation}    ` : old.indentation;
  const strings = stringsOver(answer.found.node, answer.text);
  const written = shiftLines(answer.text, body.span, { from: body.indentation, to, strings });
  if (!isInline) return replace(target.text, old.span, written);
  const head = target.text.slice(0, old.span.start).trimEnd();
  return `${head}\n${to}${written}${target.text.slice(old.span.end)}`;
}

function replace(text: string, { start, end }: TextSpan, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}
