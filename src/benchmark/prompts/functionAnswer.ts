/** What the families have in common whose answer is one whole function of one file. */
import type { ReadReply } from '../running/taskQuestion.ts';
import type { Syntax } from '../syntax.ts';
import type { FileEdit } from '../task.ts';
import { fencedBlocks } from './fencedBlocks.ts';
import { type FunctionText, readFunctions, readingsOf } from './readFunctions.ts';

/** The file that the function is of, broken. */
export interface BrokenFile {
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

/** More than a function has. */
const mostCharacters = 100_000;
/** Each block is parsed, and the file with it. */
const mostBlocks = 10;

/** Makes a new text of the file from a block; `undefined`: there is nothing for it in the block. */
export type PlaceBlock = (block: string) => string | undefined;

/**
 * Reads the last blocks of an answer from the last on, until one can be placed; a way to place them is tried on all of
 * them before the next one is. Line ends become those of the file. An answer that changes nothing is one without edits.
 */
export function readPlaced(
  reply: string,
  { path, text }: BrokenFile,
  ways: readonly PlaceBlock[],
  problem: string,
): ReadReply {
  const answer = fencedBlocks(reply);
  if (answer.kind === 'unreadable') return answer;
  const blocks = answer.blocks
    .slice(-mostBlocks)
    .filter((block) => block.text.length <= mostCharacters && block.text.trim() !== '')
    .toReversed();
  for (const place of ways) {
    for (const block of blocks) {
      const placed = place(block.text);
      if (placed === undefined) continue;
      const whole = text.includes('\r\n') ? placed.replaceAll(/\r?\n/g, '\r\n') : placed;
      const edits: readonly FileEdit[] = whole === text ? [] : [{ path, text: whole }];
      return { kind: 'edits', edits };
    }
  }
  return { kind: 'unreadable', problem };
}

/** Of all ways to read a block, the one with the fewest errors in which `choose` finds something. */
export function placeFromBlock(
  syntax: Syntax,
  language: string,
  block: string,
  choose: (read: FunctionText) => string | undefined,
): string | undefined {
  let best: { readonly errors: number; readonly text: string } | undefined;
  readFunctions(syntax, language, readingsOf(language, block), (read) => {
    if (read.errors >= (best?.errors ?? Infinity)) return undefined;
    const text = choose(read);
    if (text !== undefined) best = { errors: read.errors, text };
    return best?.errors === 0 ? true : undefined;
  });
  return best?.text;
}
