import { lineBefore, restOfLine, type Snapshot } from './snapshot.ts';

/** The document as it would be with the suggest widget's entry accepted, and how to get from there back to a whole item. */
export interface Assumed {
  readonly snapshot: Snapshot;
  /** What the item must begin with, and what around the cursor it then replaces. */
  readonly lead: { readonly text: string; readonly replaceBefore: number; readonly replaceAfter: number };
}

const noLead = { text: '', replaceBefore: 0, replaceAfter: 0 };

/**
 * While the suggest widget is open, VS Code shows an inline suggestion only if it extends the chosen entry. So the
 * entry is assumed accepted and completed from there. Undefined: the entry does not continue what was typed.
 */
export function assumeSelected(snapshot: Snapshot): Assumed | undefined {
  const { selected } = snapshot;
  if (selected === undefined) return { snapshot, lead: noLead };
  if (selected.span === undefined || selected.text.includes('\n')) return undefined;
  const { before, after } = selected.span;
  if (before > lineBefore(snapshot).length || after > restOfLine(snapshot).length) return undefined;
  const kept = snapshot.before.slice(0, snapshot.before.length - before);
  const typed = snapshot.before.slice(kept.length);
  if (!selected.text.startsWith(typed)) return undefined;
  return {
    snapshot: {
      ...snapshot,
      before: kept + selected.text,
      after: snapshot.after.slice(after),
      offset: snapshot.offset - before + selected.text.length,
      selected: undefined,
    },
    lead: { text: selected.text, replaceBefore: before, replaceAfter: after },
  };
}
