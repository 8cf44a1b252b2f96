import type { InfillStop } from '../engine/engine.ts';

export interface StoppedInfill {
  readonly text: string;
  /** Is `text` all that the rule allows, whatever the model would write next? */
  readonly isComplete: boolean;
}

/** Applies the stop rule to all that the model has written so far. Cheap enough for every token. */
export function applyInfillStop(written: string, stop: InfillStop): StoppedInfill {
  switch (stop.kind) {
    case 'line':
      return stopAtLine(written);
    case 'block':
      return stopAtBlock(written, stop);
  }
}

function stopAtLine(written: string): StoppedInfill {
  const end = written.indexOf('\n');
  return end < 0 ? { text: written, isComplete: false } : { text: written.slice(0, end), isComplete: true };
}

/** The first line is the rest of the cursor's line, so the rule looks at the lines after it. */
function stopAtBlock(written: string, stop: Extract<InfillStop, { kind: 'block' }>): StoppedInfill {
  let lines = 1;
  for (let breakAt = written.indexOf('\n'); breakAt >= 0; breakAt = written.indexOf('\n', breakAt + 1)) {
    if (lines === stop.maxLines) return { text: written.slice(0, breakAt), isComplete: true };
    const indent = indentOf(written, breakAt + 1, stop.tabColumns);
    if (indent !== undefined && indent < stop.indentColumns) {
      return { text: written.slice(0, breakAt).trimEnd(), isComplete: true };
    }
    lines += 1;
  }
  return { text: written, isComplete: false };
}

/** Columns of white space at the start of the line; undefined when the line is blank or not yet far enough to tell. */
function indentOf(text: string, lineStart: number, tabColumns: number): number | undefined {
  let columns = 0;
  for (let at = lineStart; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\n' || character === '\r') return undefined;
    if (character === '\t') columns += tabColumns - (columns % tabColumns);
    else if (character === ' ') columns += 1;
    else return columns;
  }
  return undefined;
}
