import type { InfillResult } from '../engine/engine.ts';
import { cutRepetition } from './cutRepetition.ts';
import { dropRepeatedFollowing, repeatsPreceding } from './dropRepeated.ts';
import { fitToRest } from './fitToRest.ts';
import { adoptIndentation, detectIndentation } from './indentation.ts';
import { limitToShape } from './limitToShape.ts';
import { matchLineStart } from './matchLineStart.ts';
import type { DropCause } from './outcome.ts';
import type { Shape } from './shape.ts';
import { followingLines, lineBefore, precedingLines, restOfLine, type Snapshot } from './snapshot.ts';

export type Trimmed =
  | { readonly kind: 'kept'; readonly text: string; readonly replaceAfter: number }
  | { readonly kind: 'dropped'; readonly cause: DropCause };

const comparedLines = 24;

/**
 * Turns what the model wrote into what is worth showing at the cursor of `snapshot`, or says why nothing is. Text has
 * `\n` line ends on both sides.
 */
export function trim(raw: string, finish: InfillResult['finish'], snapshot: Snapshot, shape: Shape): Trimmed {
  const before = lineBefore(snapshot);
  const rest = restOfLine(snapshot);
  const begun = matchLineStart(dropCutOffLine(normalize(raw), finish), before);
  const limited = limitToShape(begun, before, shape).text;
  const indented = adoptIndentation(limited, detectIndentation(snapshot.before + snapshot.after), snapshot.tabColumns);
  // On a blank line the first line is like the others only with its indentation.
  const indent = before.trim() === '' ? before : '';
  const uncircled = cutRepetition(indent + indented);
  if (uncircled === undefined) return { kind: 'dropped', cause: 'loops' };
  const written = uncircled.slice(indent.length).trimEnd();
  if (written.trim() === '') return { kind: 'dropped', cause: 'empty' };
  const fitted = fitToRest(written, before, rest);
  const standing = rest.slice(fitted.replaceAfter);
  const following = followingLines(snapshot, comparedLines);
  const unrepeated = dropRepeatedFollowing(fitted.text, before, standing, following);
  const text = standing.trim() === '' ? trimLineEnds(unrepeated).trimEnd() : trimLineEnds(unrepeated);
  if (text.trim() === '' || rest.startsWith(text)) return { kind: 'dropped', cause: 'repeats-following' };
  if (repeatsPreceding(text, before, standing, precedingLines(snapshot, comparedLines))) {
    return { kind: 'dropped', cause: 'repeats-preceding' };
  }
  return { kind: 'kept', text, replaceAfter: fitted.replaceAfter };
}

/** A multi-byte character cut in half at the end arrives as a replacement character. */
function normalize(raw: string): string {
  return raw.replaceAll(/\r\n?/g, '\n').replace(/\uFFFD+$/, '');
}

/** Where the answer ran out of room, the last of several lines is only a piece. */
function dropCutOffLine(text: string, finish: InfillResult['finish']): string {
  const end = text.lastIndexOf('\n');
  return finish === 'length' && end > 0 && text.slice(0, end).trim() !== '' ? text.slice(0, end) : text;
}

/** Spaces before a line end help nobody; the last line may be indentation for what follows. */
function trimLineEnds(text: string): string {
  return text.replaceAll(/[ \t]+(?=\n)/g, '');
}
