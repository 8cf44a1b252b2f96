/**
 * A repository's files and how they came to be, to be read and never written. `harness` implements it with the git command
 * line, and for a folder that is no repository with what lies in it.
 */
import type { TaskBase } from '../task.ts';

export interface SourceHistory {
  /** The commit that is checked out, or the folder as it is now. What is not committed is no part of a repository's base. */
  readonly base: Extract<TaskBase, { kind: 'commit' | 'folder' }>;
  /** For people. */
  readonly name: string;
  /** The oldest commits are missing: what the oldest ones here seem to add was there before. */
  readonly isShallow: boolean;
  /** The files of the base by path, in the order of their UTF-16 code units where that can be had cheaply. */
  files(signal: AbortSignal): AsyncIterable<BaseFile>;
  /** From the base back, newest first; none for a folder. Ends early, and cheaply, when the caller stops asking. */
  commits(bounds: CommitBounds, signal: AbortSignal): AsyncIterable<HistoryCommit>;
  /** Many at once are answered faster than one after the other. */
  read(content: ContentId, maxBytes: number, signal: AbortSignal): Promise<FileContent>;
  dispose(): Promise<void>;
}

/** Names bytes that never change, within one history. */
export type ContentId = string;

export type FileContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  /** Changed meanwhile, or never loaded (a partial clone). */
  | { readonly kind: 'missing' };

export interface BaseFile {
  readonly path: string;
  /** Links are not followed. `unnameable`: the path is no text that could be kept. */
  readonly kind: EntryKind;
  readonly bytes: number;
  readonly content: ContentId;
}

export type EntryKind = 'file' | 'symlink' | 'submodule' | 'unnameable';

export interface CommitBounds {
  readonly maxCommits: number;
  /** ISO 8601. Commits that were committed before it are left out. */
  readonly since: string | null;
}

export interface HistoryCommit {
  readonly id: string;
  readonly parents: readonly string[];
  /** ISO 8601 in UTC, or `null` where the commit holds no date that can be. */
  readonly authorDate: string | null;
  /** Subject, blank line and body, as written. */
  readonly message: string;
  /** Against the only parent, or against nothing; none for a merge. */
  readonly changes: readonly FileChange[];
  /** Its parents exist, but not here. */
  readonly isBoundary: boolean;
}

export interface FileChange {
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly path: string;
  /** Where a renamed file was; else the same as `path`. */
  readonly oldPath: string;
  readonly kind: EntryKind;
  /** `null`: there was, or is, no file. */
  readonly before: ContentId | null;
  readonly after: ContentId | null;
}
