import type { LibraryFile, LibraryModel, LibraryQuant } from '../../models/library.ts';

/** A row of the Models view as plain data: what it shows, what it is about and what can be done with it. */
export interface TreeRow {
  /** The same for the same thing, so that the view keeps what is open and selected when it is drawn anew. */
  readonly id: string;
  readonly label: string;
  /** Beside the label, in a quiet color. */
  readonly description?: string;
  /** `color`: a theme color's id. It only repeats what the words say. */
  readonly icon?: { readonly name: string; readonly color?: string };
  /** Markdown, made when it is asked for. Whatever is not ours in it is escaped. */
  readonly tooltip?: () => string;
  /** What a screen reader says: the signs in words. */
  readonly spoken: string;
  readonly actions: readonly RowAction[];
  readonly subject: RowSubject;
  readonly shows: 'leaf' | 'open' | 'closed';
  readonly children: readonly TreeRow[];
}

/** The words of `viewItem` in the conditions of the menus. */
export type RowAction =
  | 'download'
  | 'cancelDownload'
  | 'discardDownload'
  | 'use'
  | 'addAdapter'
  | 'removeAdapter'
  | 'reveal'
  | 'remove'
  | 'details';

export type RowSubject =
  | { readonly kind: 'section' }
  | { readonly kind: 'model'; readonly entry: LibraryModel }
  | { readonly kind: 'quant'; readonly entry: LibraryModel; readonly quant: LibraryQuant }
  | { readonly kind: 'file'; readonly entry: LibraryFile }
  /** The one that comes with Parity. */
  | { readonly kind: 'starter' }
  /** A file that the settings name and no search has found. */
  | { readonly kind: 'other-file'; readonly path: string }
  | { readonly kind: 'adapter'; readonly path: string }
  | { readonly kind: 'download'; readonly id: string };

const shown = new WeakSet<object>();

/** Remembers that this row is one of the view's. */
export function noteRow(row: TreeRow): TreeRow {
  shown.add(row);
  return row;
}

/** Commands can be run by anyone with anything: only rows of the view pass. */
export function isTreeRow(found: unknown): found is TreeRow {
  return typeof found === 'object' && found !== null && shown.has(found);
}
