import type { Snapshot } from '../../src/completion/snapshot.ts';

/** A TypeScript document with its cursor at the only `|` of `text`; CRLF when told so through `eol`. */
export function snapshotAt(text: string, changes: Partial<Snapshot> = {}): Snapshot {
  const cursor = text.indexOf('|');
  if (cursor < 0) throw new Error(`no cursor in ${JSON.stringify(text)}`);
  return snapshotOf(text.slice(0, cursor), text.slice(cursor + 1), changes);
}

/** The same where the text may hold a `|` itself. */
export function snapshotOf(before: string, after: string, changes: Partial<Snapshot> = {}): Snapshot {
  return {
    uri: 'file:///project/src/main.ts',
    scheme: 'file',
    access: 'writable',
    path: 'src/main.ts',
    repository: 'project',
    languageId: 'typescript',
    isEnabled: true,
    documentCharacters: before.length + after.length,
    before,
    after,
    firstLine: 0,
    offset: before.length,
    eol: '\n',
    tabColumns: 4,
    cursorCount: 1,
    hasSelection: false,
    selected: undefined,
    ...changes,
  };
}

/** The document after typing at its cursor; `closed` is what the editor put behind it. */
export function afterTyping(snapshot: Snapshot, typed: string, closed = ''): Snapshot {
  return snapshotOf(snapshot.before + typed, closed + snapshot.after, {
    firstLine: snapshot.firstLine,
    offset: snapshot.offset + typed.length,
    eol: snapshot.eol,
  });
}
