/** Fenced code blocks, as CommonMark 0.31 (4.5) has them, with what models do beside it. */

export interface FencedBlock {
  /** What stands behind the opening fence, trimmed. */
  readonly info: string;
  /** Lines, each with its `\n`. */
  readonly text: string;
}

export type FencedAnswer =
  | { readonly kind: 'blocks'; readonly blocks: readonly [FencedBlock, ...FencedBlock[]] }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** More than any model writes in one answer. */
const mostCharacters = 2_000_000;

/** In time that grows with the length alone, whatever the text is. A block without an end makes the answer unreadable. */
export function fencedBlocks(answer: string): FencedAnswer {
  if (answer.length > mostCharacters) {
    return { kind: 'unreadable', problem: `the answer is longer than ${mostCharacters} characters` };
  }
  const lines = answer.replaceAll(/\r\n?/g, '\n').split('\n');
  const blocks: FencedBlock[] = [];
  let seeksPairs = true;
  for (let index = 0; index < lines.length; index += 1) {
    const opening = readFence(lines[index]);
    if (opening === undefined) continue;
    const end = findEnd(lines, index, opening, seeksPairs);
    if (end === undefined) return { kind: 'unreadable', problem: 'a code block has no end' };
    seeksPairs &&= end.isPaired;
    const content = lines.slice(index + 1, end.line).map((line) => `${outdent(line, opening.indent)}\n`);
    blocks.push({ info: opening.info, text: content.join('') });
    index = end.line;
  }
  const [first, ...others] = blocks;
  return first === undefined
    ? { kind: 'unreadable', problem: 'there is no fenced code block' }
    : { kind: 'blocks', blocks: [first, ...others] };
}

/** In a fence that nothing in the text can end. */
export function fenced(text: string, info: string): string {
  const runs = text.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(runs.reduce((most, run) => Math.max(most, run.length + 1), 3));
  return `${fence}${info}\n${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${fence}`;
}

interface Fence {
  readonly indent: number;
  readonly character: string;
  readonly length: number;
  readonly info: string;
}

/** Within lists fences are indented, and models do not count how far. */
function readFence(line = ''): Fence | undefined {
  const match = /^([ \t]*)(`{3,}|~{3,})([^]*)$/.exec(line);
  if (match === null) return undefined;
  const [, indent = '', fence = '', rest = ''] = match;
  const character = fence.charAt(0);
  if (character === '`' && rest.includes('`')) return undefined;
  return { indent: indent.length, character, length: fence.length, info: rest.trim() };
}

/**
 * A fence that is indented deeper than the opening one is part of the code. One with an info string cannot end a block:
 * it opens an inner one, whose end is not the outer one's, as long as this comes out even. `seeksPairs` is false once it
 * did not, so that no text is read again and again.
 */
function findEnd(
  lines: readonly string[],
  start: number,
  opening: Fence,
  seeksPairs: boolean,
): { readonly line: number; readonly isPaired: boolean } | undefined {
  let depth = 1;
  let firstBare: number | undefined;
  for (let line = start + 1; line < lines.length; line += 1) {
    const fence = readFence(lines[line]);
    if (fence === undefined || fence.character !== opening.character) continue;
    if (fence.length < opening.length || fence.indent > opening.indent) continue;
    if (fence.info !== '') {
      depth += 1;
      continue;
    }
    if (!seeksPairs) return { line, isPaired: false };
    firstBare ??= line;
    depth -= 1;
    if (depth === 0) return { line, isPaired: true };
  }
  return firstBare === undefined ? undefined : { line: firstBare, isPaired: false };
}

function outdent(line: string, most: number): string {
  let width = 0;
  while (width < most && (line[width] === ' ' || line[width] === '\t')) width += 1;
  return line.slice(width);
}
