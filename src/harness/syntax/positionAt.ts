import type { Point } from 'web-tree-sitter';

interface Place {
  readonly offset: number;
  readonly position: Point;
}

const textStart: Place = { offset: 0, position: { row: 0, column: 0 } };

/** In lines and UTF-16 units, as tree-sitter counts; from a place before it on that is known. */
export function positionAt(text: string, offset: number, from = textStart): Point {
  let { row } = from.position;
  let lineStart = from.offset - from.position.column;
  for (let end = text.indexOf('\n', from.offset); end >= 0 && end < offset; end = text.indexOf('\n', lineStart)) {
    row += 1;
    lineStart = end + 1;
  }
  return { row, column: offset - lineStart };
}
