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
  /** Replaces the whole text in one undoable edit, if the file still has the text `before`. */
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

/** Why a file cannot be had. `detail` names the path or the limit, in one clause. */
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
    | 'untrusted';
  readonly detail: string;
}

/** `text` has the editor's unsaved changes when the file is open, line ends as in the file, and no byte order mark. */
export type ReadOutcome = { readonly kind: 'text'; readonly path: string; readonly text: string } | FileProblem;
export type ListOutcome =
  { readonly kind: 'entries'; readonly entries: readonly string[]; readonly hasMore: boolean } | FileProblem;
export type SearchOutcome =
  { readonly kind: 'matches'; readonly matches: readonly SearchMatch[]; readonly hasMore: boolean } | FileProblem;
export type WriteOutcome = { readonly kind: 'written'; readonly path: string } | FileProblem;
