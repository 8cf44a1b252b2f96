/**
 * From a keystroke to a suggestion: gate, type-through, debounce, excerpt, engine, trim.
 *
 * This folder knows nothing of VS Code, Node or where the engine runs. A document comes in as a `Snapshot`, time as a
 * `Clock`, and what goes out is an `Outcome` that names its cause.
 */

/** A document around one cursor, as a plain value. Text has `\n` for every line end, whatever the file has. */
export interface Snapshot {
  /** Identity of the document. */
  readonly uri: string;
  readonly scheme: string;
  /** `none`: no file system stands behind it, as with an output channel or a commit message box. */
  readonly access: 'writable' | 'read-only' | 'none';
  /** Relative to its workspace folder with `/`; the bare name when it lies outside. */
  readonly path: string;
  /** Name of the workspace folder; empty outside of one. */
  readonly repository: string;
  readonly languageId: string;
  /** What the settings say for this document. */
  readonly isEnabled: boolean;
  /** Length of the whole document. */
  readonly documentCharacters: number;
  /** Text before the cursor, from the start of line `firstLine`: the whole of it, or what the window holds. */
  readonly before: string;
  /** Text after the cursor: the whole of it, or some hundred lines. */
  readonly after: string;
  /** Line number, from 0, of the first line in `before`. */
  readonly firstLine: number;
  /** Of the cursor in the whole document, with every line end counted as one. */
  readonly offset: number;
  readonly eol: '\n' | '\r\n';
  /** How wide a tab is drawn. */
  readonly tabColumns: number;
  readonly cursorCount: number;
  readonly hasSelection: boolean;
  /** The entry chosen in an open suggest widget: only what extends it can be shown. */
  readonly selected: SelectedSuggestion | undefined;
}

/** How many lines around the cursor are looked at: more than any excerpt takes. */
export const capturedLines = { before: 3000, after: 400 } as const;

export interface SelectedSuggestion {
  readonly text: string;
  /** Characters around the cursor, on its line, that the entry replaces; absent when it reaches to other lines. */
  readonly span: { readonly before: number; readonly after: number } | undefined;
}

/** `explicit`: the user asked for it; soft gates and the debounce do not apply. */
export type Trigger = 'automatic' | 'explicit';

/** What stands before the cursor on its line. */
export function lineBefore(snapshot: Pick<Snapshot, 'before'>): string {
  return snapshot.before.slice(snapshot.before.lastIndexOf('\n') + 1);
}

/** What stands after the cursor on its line. */
export function restOfLine(snapshot: Pick<Snapshot, 'after'>): string {
  const end = snapshot.after.indexOf('\n');
  return end < 0 ? snapshot.after : snapshot.after.slice(0, end);
}

/** Up to `count` lines that follow the cursor's line and are not blank. */
export function followingLines(snapshot: Pick<Snapshot, 'after'>, count: number): readonly string[] {
  const found: string[] = [];
  for (let end = snapshot.after.indexOf('\n'); end >= 0 && found.length < count;) {
    const next = snapshot.after.indexOf('\n', end + 1);
    const line = snapshot.after.slice(end + 1, next < 0 ? undefined : next);
    if (line.trim() !== '') found.push(line);
    end = next;
  }
  return found;
}

/** Up to `count` lines that precede the cursor's line and are not blank, in document order. */
export function precedingLines(snapshot: Pick<Snapshot, 'before'>, count: number): readonly string[] {
  const found: string[] = [];
  for (let end = snapshot.before.lastIndexOf('\n'); end >= 0 && found.length < count;) {
    const start = end === 0 ? -1 : snapshot.before.lastIndexOf('\n', end - 1);
    const line = snapshot.before.slice(start + 1, end);
    if (line.trim() !== '') found.unshift(line);
    end = start;
  }
  return found;
}
