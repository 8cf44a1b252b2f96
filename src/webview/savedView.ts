/** What outlives hiding the view: VS Code throws the page away and makes a new one when it is shown again. */
export interface SavedView {
  readonly draft: string;
  /** The entry at the top of the transcript and how far it is scrolled out; absent: the transcript follows its end. */
  readonly anchor: ScrollAnchor | undefined;
}

export interface ScrollAnchor {
  readonly entryId: string;
  /** Pixels from the top of the transcript's frame down to the top of the entry; negative when scrolled past. */
  readonly offset: number;
}

export function parseSavedView(found: unknown): SavedView {
  if (!isRecord(found)) return { draft: '', anchor: undefined };
  const { draft, anchor } = found;
  return { draft: typeof draft === 'string' ? draft : '', anchor: parseAnchor(anchor) };
}

function parseAnchor(found: unknown): ScrollAnchor | undefined {
  if (!isRecord(found)) return undefined;
  const { entryId, offset } = found;
  return typeof entryId === 'string' && typeof offset === 'number' && Number.isFinite(offset)
    ? { entryId, offset }
    : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
