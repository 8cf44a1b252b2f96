/** Places of a file that could be left out and asked for, with a grammar or by indentation. */
import { indentColumns } from '../../completion/indentation.ts';
import type { SyntaxNode, SyntaxTree } from '../syntax.ts';
import type { InfillTask } from '../task.ts';
import type { TextSpan } from './minedFile.ts';
import { walkSyntax } from './walkSyntax.ts';

export interface Hole extends TextSpan {
  readonly kind: InfillTask['hole'];
  /** Equal for the holes of one function; without one, for what stands together at the top of the file. */
  readonly owner: number;
  /** Lies within a comment, or a string of several lines: it is no code, whatever it looks like. */
  readonly isProse?: true;
}

const functionNode =
  /^(?:(?:generator_)?function(?:_\w+)?|(?:async_)?arrow_function|method(?:_\w+)?|singleton_method|constructor_declaration|lambda(?:_\w+)?|closure_expression|func_literal|local_function_statement|anonymous_function\w*)$/;
const notFunction = /^function_(?:type|signature(?:_item)?|declarator|modifiers?)$|^method_(?:signature|spec|elem)$/;
const blockNode =
  /^(?:statement_block|block|compound_statement|body_statement|do_block|then|do_group|constructor_body|function_body|switch_body|class_body)$/;
const argumentsNode = /^(?:arguments|argument_list)$/;
const proseNode = /comment|^(?:template_)?string$|^heredoc_body$/;

/** By where they begin. `tree` is of `text`; `undefined`: there is no grammar, and lines and indentation have to do. */
export function findHoles(text: string, tree: SyntaxTree | undefined): readonly Hole[] {
  const starts = lineStarts(text);
  return tree === undefined
    ? [...linesOf(text, starts), ...indentedBlocks(text, starts)]
    : holesOfTree(text, tree, starts);
}

function holesOfTree(text: string, tree: SyntaxTree, starts: readonly number[]): readonly Hole[] {
  const holes: Hole[] = [];
  const functions: TextSpan[] = [];
  const prose = new Set<number>();
  for (const node of walkSyntax(tree.root)) {
    const isFunction = isFunctionNode(node);
    if (isFunction) functions.push({ start: node.start, end: node.end });
    if (proseNode.test(node.type)) addLinesWithin(prose, node, starts);
    if (!node.isNamed || node.hasError) continue;
    const kind = argumentsNode.test(node.type)
      ? 'arguments'
      : !blockNode.test(node.type) || node.type === 'class_body'
        ? undefined
        : node.parent !== undefined && isFunctionNode(node.parent)
          ? 'body'
          : 'block';
    const span = kind === undefined ? undefined : kind === 'arguments' ? between(node, text) : wholeLines(node, text);
    if (kind !== undefined && span !== undefined) holes.push({ kind, ...span, owner: -1 });
  }
  const ownerOf = functionFinder(functions, text, starts);
  return [...holes, ...linesOf(text, starts)]
    .map((hole): Hole => {
      const isProse = hole.kind === 'line' && prose.has(lineAt(starts, hole.start));
      return { ...hole, owner: ownerOf(hole), ...(isProse ? { isProse } : {}) };
    })
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** The lines that begin and end inside of the node. */
function addLinesWithin(lines: Set<number>, { start, end }: TextSpan, starts: readonly number[]): void {
  for (let line = lineAt(starts, start) + 1; (starts[line + 1] ?? Infinity) <= end; line += 1) lines.add(line);
}

function isFunctionNode(node: SyntaxNode): boolean {
  return node.isNamed && functionNode.test(node.type) && !notFunction.test(node.type);
}

/** What stands between the first and the last token of the node, without the whitespace around it. */
function between(node: SyntaxNode, text: string): TextSpan | undefined {
  const first = node.children[0];
  const last = node.children.at(-1);
  if (first === undefined || last === undefined || first === last) return undefined;
  const isBracketed =
    /^[([{]$/.test(text.slice(first.start, first.end)) && /^[)\]}]$/.test(text.slice(last.start, last.end));
  return isBracketed ? trimmed(first.end, last.start, text) : undefined;
}

/** The lines inside of a block: all that stands between its braces, or all of it where it has none. */
function wholeLines(node: SyntaxNode, text: string): TextSpan | undefined {
  const span = between(node, text) ?? trimmed(node.start, node.end, text);
  if (span === undefined) return undefined;
  const before = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  const isAlone = before.trim() === '' && /^[ \t]*(?:\n|$)/.test(text.slice(span.end, span.end + 200));
  return isAlone ? span : undefined;
}

function trimmed(start: number, end: number, text: string): TextSpan | undefined {
  const inside = text.slice(start, end);
  if (inside.trim() === '') return undefined;
  return {
    start: start + inside.length - inside.trimStart().length,
    end: end - (inside.length - inside.trimEnd().length),
  };
}

/** Functions come in the order of their starts: the innermost around a place is the last that began and has not ended. */
function functionFinder(
  functions: readonly TextSpan[],
  text: string,
  starts: readonly number[],
): (span: TextSpan) => number {
  const section = sectionOf(text, starts);
  const sorted = functions.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const around = new Int32Array(starts.length).fill(-1);
  sorted.forEach(({ start, end }, index) => {
    // An arrow within a line has no lines of its own.
    for (let line = lineAt(starts, start); line < starts.length && (starts[line] ?? end) < end; line += 1)
      around[line] = index;
  });
  return ({ start }) => {
    const line = lineAt(starts, start);
    const found = sorted[around[line] ?? -1];
    return found === undefined ? -1 - section(line) : found.start;
  };
}

function* linesOf(text: string, starts: readonly number[]): Generator<Hole> {
  const section = sectionOf(text, starts);
  for (const [index, from] of starts.entries()) {
    const span = trimmed(from, starts[index + 1] ?? text.length, text);
    if (span !== undefined) yield { kind: 'line', ...span, owner: -1 - section(index) };
  }
}

/** A line and the deeper ones right below it. */
function* indentedBlocks(text: string, starts: readonly number[]): Generator<Hole> {
  const section = sectionOf(text, starts);
  const lines = text.split('\n');
  const columns = lines.map((line) => (line.trim() === '' ? undefined : indentColumns(line, 4)));
  const open: { line: number; columns: number }[] = [];
  let lastLine = 0;
  for (let line = 0; line <= lines.length; line += 1) {
    const depth = line === lines.length ? -1 : columns[line];
    if (depth === undefined) continue;
    for (let head = open.at(-1); head !== undefined && head.columns >= depth; head = open.at(-1)) {
      open.pop();
      const span = trimmed(starts[head.line + 1] ?? text.length, starts[lastLine + 1] ?? text.length, text);
      if (lastLine > head.line && span !== undefined) yield { kind: 'block', ...span, owner: -1 - section(head.line) };
    }
    open.push({ line, columns: depth });
    lastLine = line;
  }
}

/** The last line before, or at, a line that is not indented and opens with a word: what the line belongs to. */
function sectionOf(text: string, starts: readonly number[]): (line: number) => number {
  const heads = new Int32Array(starts.length);
  let head = 0;
  starts.forEach((from, line) => {
    if (/[\w@#$]/.test(text.charAt(from))) head = line;
    heads[line] = head;
  });
  return (line) => heads[line] ?? 0;
}

export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The line that an offset is on, from 0. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
