/**
 * The files a tool can reach. Whoever implements this decides containment (`..`, absolute paths, symbolic links, letter
 * case) on every call: a tool hands over what the model wrote.
 *
 * Paths that come out are relative with `/`: `src/app.ts`, or `folder/src/app.ts` when the workspace has several folders.
 */
export interface WorkspaceFiles {
  /** Does any workspace folder exist? Without one every call answers `no-workspace`. */
  readonly isOpen: boolean;
  read(path: string, signal: AbortSignal): Promise<ReadOutcome>;
  /** Entries below `directory` (`.` for everything), ignored and excluded files left out, sorted by path. */
  list(request: ListRequest, signal: AbortSignal): Promise<ListOutcome>;
  /** Lines that match, in path order. Ignored, excluded, binary and huge files are left out. */
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchOutcome>;
  /**
   * Replaces the whole text in one undoable edit, if the file still has the text `before`. With an empty `before` a file
   * that does not exist is created, with its folders. Saved, unless the file had unsaved changes already.
   */
  write(path: string, before: string, after: string, signal: AbortSignal): Promise<WriteOutcome>;
}

export interface ListRequest {
  readonly directory: string;
  /** Only paths that match this glob, when given. */
  readonly glob: string | undefined;
  readonly maxEntries: number;
}

export interface SearchRequest {
  readonly query: string;
  readonly isRegex: boolean;
  readonly directory: string;
  readonly glob: string | undefined;
  readonly maxMatches: number;
}

export interface SearchMatch {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Why a file cannot be had. `detail` is one sentence that names the path or the limit. */
export interface FileProblem {
  readonly kind: 'problem';
  readonly problem:
    | 'no-workspace'
    | 'outside-workspace'
    | 'not-found'
    | 'not-a-file'
    | 'not-a-directory'
    | 'binary'
    | 'too-large'
    | 'not-utf8'
    | 'changed'
    | 'read-only'
    | 'invalid-pattern'
    | 'untrusted'
    /** The editor lacks what this needs. */
    | 'unavailable';
  readonly detail: string;
  /** Of a file that is not there but could be made: its path as it would come out. */
  readonly path?: string;
}

/**
 * `text` is what an editor holds: with unsaved changes when the file is open, without byte order mark, and with one kind
 * of line end throughout, the one most lines of the file have.
 */
export type ReadOutcome = { readonly kind: 'text'; readonly path: string; readonly text: string } | FileProblem;
export type ListOutcome =
  { readonly kind: 'entries'; readonly entries: readonly string[]; readonly hasMore: boolean } | FileProblem;
export type SearchOutcome =
  { readonly kind: 'matches'; readonly matches: readonly SearchMatch[]; readonly hasMore: boolean } | FileProblem;
export type WriteOutcome =
  { readonly kind: 'written'; readonly path: string; readonly isUnsaved?: boolean } | FileProblem;
