import { scanBrackets, startsWithCloser } from './brackets.ts';
import { indentColumns } from './indentation.ts';
import type { BlockShape, Shape } from './shape.ts';

export interface Limited {
  readonly text: string;
  /** The shape's end was seen: no more text could add to it. */
  readonly isComplete: boolean;
}

/**
 * Cuts what the model wrote where the line or block ends. `before` is the cursor's line up to the cursor: the first line
 * of `text` continues it.
 */
export function limitToShape(text: string, before: string, shape: Shape): Limited {
  if (shape.kind === 'line') {
    const end = text.indexOf('\n');
    return end < 0 ? { text, isComplete: false } : { text: text.slice(0, end), isComplete: true };
  }
  return limitToBlock(text, before, shape);
}

/** Is the shape's end in `text` while it still grows? Judged by whole lines alone. */
export function isShapeComplete(text: string, before: string, shape: Shape): boolean {
  const end = text.lastIndexOf('\n');
  return end >= 0 && limitToShape(text.slice(0, end + 1), before, shape).isComplete;
}

function limitToBlock(text: string, before: string, shape: BlockShape): Limited {
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const keep = (count: number): Limited => ({ text: lines.slice(0, count).join('\n'), isComplete: true });
    if (index >= shape.maxLines) return keep(index);
    const line = lines[index] ?? '';
    if (index === 0) {
      if (lines.length > 1 && closesAtOnce(line, before)) return keep(1);
    } else if (line.trim() !== '') {
      const columns = indentColumns(line, shape.tabColumns);
      if (shape.closing === 'wanted' && columns <= shape.indentColumns) {
        // A complete closing line is one that was followed by another.
        if (!startsWithCloser(line)) return keep(index);
        return { ...keep(index + 1), isComplete: index + 1 < lines.length };
      }
      if (columns < shape.indentColumns) return keep(index);
      if (shape.extent === 'paragraph' && isAfterBlank(lines, index) && columns <= shape.indentColumns) {
        return keep(index - 1);
      }
    }
  }
  return { text, isComplete: false };
}

/** `foo(` continued by `a, b);` is done with its line, and so is a blank line continued by `}`. */
function closesAtOnce(firstLine: string, before: string): boolean {
  return before.trim() === '' ? startsWithCloser(firstLine) : scanBrackets(firstLine).closes !== '';
}

function isAfterBlank(lines: readonly string[], index: number): boolean {
  const hasTextBefore = lines.slice(0, index).some((line) => line.trim() !== '');
  return hasTextBefore && (lines[index - 1] ?? '').trim() === '';
}
