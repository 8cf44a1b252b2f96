import type { InfillStop, ModelCapabilities } from '../engine/engine.ts';
import { isOnlyClosers, startsWithCloser } from './brackets.ts';
import { indentColumns } from './indentation.ts';
import { followingLines, lineBefore, precedingLines, restOfLine, type Snapshot } from './snapshot.ts';

/** How much is wanted here: the rest of the line, or one block as its indentation bounds it. */
export type Shape = { readonly kind: 'line' } | BlockShape;

export interface BlockShape {
  readonly kind: 'block';
  /** The block ends before the first line indented less than this. */
  readonly indentColumns: number;
  readonly tabColumns: number;
  readonly maxLines: number;
  /**
   * `wanted`: the line that closes the block, indented exactly `indentColumns`, is part of the suggestion, because nobody
   * has written it yet. `present`: it is there already, or the language needs none.
   */
  readonly closing: 'wanted' | 'present';
  /** `paragraph`: a blank line before something no deeper ends it too, for a place in the middle of a block. */
  readonly extent: 'block' | 'paragraph';
}

const maxBlockLines = 16;

/** Languages in which `:` at the end of a line opens a block. */
const colonLanguages: ReadonlySet<string> = new Set(['python', 'gdscript', 'nim', 'starlark', 'coffeescript']);

/** Decides by what is around the cursor, within what the model is good for. */
export function decideShape(snapshot: Snapshot, capability: Exclude<ModelCapabilities['infill'], 'none'>): Shape {
  const line = lineBefore(snapshot);
  const rest = restOfLine(snapshot);
  if (capability === 'line' || !isOnlyClosers(rest)) return { kind: 'line' };
  if (line.trim() === '') return rest.trim() === '' ? shapeOnBlankLine(snapshot) : { kind: 'line' };
  return opensBlock(line, snapshot.languageId) ? shapeAfterOpener(snapshot) : { kind: 'line' };
}

/** What the engine is asked to stop at. */
export function toInfillStop(shape: Shape): InfillStop {
  if (shape.kind === 'line') return shape;
  const { indentColumns: columns, tabColumns, maxLines } = shape;
  return { kind: 'block', indentColumns: columns, tabColumns, maxLines };
}

function opensBlock(line: string, languageId: string): boolean {
  if (/([{([]|=>)$/.test(line)) return true;
  if (!line.endsWith(':')) return false;
  return colonLanguages.has(languageId) || /^\s*(case\b.*|default)\s*:$/.test(line);
}

function shapeOnBlankLine(snapshot: Snapshot): BlockShape {
  const { tabColumns } = snapshot;
  const columns = columnsOnBlankLine(snapshot);
  const [previous] = precedingLines(snapshot, 1);
  const isFirstOfBlock = previous !== undefined && indentColumns(previous, tabColumns) < columns;
  return {
    kind: 'block',
    indentColumns: columns,
    tabColumns,
    maxLines: maxBlockLines,
    closing: 'present',
    extent: isFirstOfBlock ? 'block' : 'paragraph',
  };
}

/** A cursor in column 0 may stand inside a block all the same: editors strip the indentation of blank lines. */
function columnsOnBlankLine(snapshot: Snapshot): number {
  const { tabColumns } = snapshot;
  const own = indentColumns(lineBefore(snapshot), tabColumns);
  const [next] = followingLines(snapshot, 1);
  if (own > 0 || next === undefined) return own;
  const nextColumns = indentColumns(next, tabColumns);
  return startsWithCloser(next) ? nextColumns + 1 : nextColumns;
}

function shapeAfterOpener(snapshot: Snapshot): BlockShape {
  const { tabColumns } = snapshot;
  const line = lineBefore(snapshot);
  const columns = indentColumns(line, tabColumns);
  const isBracket = /[{([]$/.test(line);
  const isWanted = isBracket && !isClosedBelow(snapshot, columns);
  return {
    kind: 'block',
    indentColumns: isWanted ? columns : columns + 1,
    tabColumns,
    maxLines: maxBlockLines,
    closing: isWanted ? 'wanted' : 'present',
    extent: 'block',
  };
}

function isClosedBelow(snapshot: Snapshot, columns: number): boolean {
  if (restOfLine(snapshot).trim() !== '') return false;
  // The first line that is not deeper decides: either it closes the block, or the block was never closed.
  const next = followingLines(snapshot, 200).find((line) => indentColumns(line, snapshot.tabColumns) <= columns);
  return next !== undefined && startsWithCloser(next) && indentColumns(next, snapshot.tabColumns) === columns;
}
