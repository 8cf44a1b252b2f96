/** One walk over the history: which commits changed which files, for origins of lines and for commits to replay. */
import type { CommitOrigin } from './lineOrigins.ts';
import type { ReasonCounts } from './reasonCounts.ts';
import type { CommitBounds, ContentId, FileChange, HistoryCommit, SourceHistory } from './sourceHistory.ts';

/** A commit of more is an import, a move or a new format: nobody wrote it in one go. */
const maxChangesPerCommit = 200;
/** Of one file, the newest. */
const maxVersionsPerFile = 100;

export interface DatedCommit extends HistoryCommit {
  readonly authorDate: string;
}

/** Which commit put what into a file. */
export interface FileRevision {
  readonly commit: CommitOrigin;
  readonly before: ContentId | null;
  readonly after: ContentId;
}

/** What is kept of a history. A commit that nobody asks for is forgotten, with its message and the names of its files. */
export interface CollectedChanges {
  readonly commitCount: number;
  /** Newest first, by the path that the file has in the base. */
  readonly byPath: ReadonlyMap<string, readonly FileRevision[]>;
  /** Wanted ones, with one parent that is here; newest first. */
  readonly commits: readonly DatedCommit[];
}

export interface CollectRequest {
  readonly bounds: CommitBounds;
  readonly skipped: ReasonCounts;
  /** Is asked before each commit: `true` ends the walk. */
  isOverTime(): boolean;
  /** Only changes of such files are kept. */
  isWanted(path: string): boolean;
  /** Asked of each commit with one parent that is here. Only such commits are kept. */
  isWantedCommit(commit: DatedCommit): boolean;
}

export async function collectChanges(
  history: SourceHistory,
  { bounds, skipped, isOverTime, isWanted, isWantedCommit }: CollectRequest,
  signal: AbortSignal,
): Promise<CollectedChanges> {
  const byPath = new Map<string, FileRevision[]>();
  const commits: DatedCommit[] = [];
  const nowAt = new Map<string, string>();
  let commitCount = 0;
  for await (const commit of history.commits(bounds, signal)) {
    if (isOverTime()) {
      skipped.add('older-than-time-allowed');
      break;
    }
    commitCount += 1;
    const problem = problemOf(commit, bounds);
    if (problem !== undefined || commit.authorDate === null) {
      skipped.add(problem ?? 'commit-without-date');
      for (const change of commit.changes) followRename(nowAt, change);
      continue;
    }
    const dated = { ...commit, authorDate: commit.authorDate };
    const origin = { id: dated.id, date: dated.authorDate };
    for (const change of commit.changes) {
      const path = followRename(nowAt, change);
      const { before, after, kind } = change;
      if (after === null || kind !== 'file' || !isWanted(path)) continue;
      const revision = { commit: origin, before, after };
      const revisions = byPath.get(path);
      if (revisions === undefined) byPath.set(path, [revision]);
      else if (revisions.length < maxVersionsPerFile) revisions.push(revision);
    }
    if (isWantedCommit(dated)) commits.push(dated);
  }
  return { commitCount, byPath, commits };
}

function problemOf(commit: HistoryCommit, { since }: CommitBounds): string | undefined {
  if (commit.parents.length > 1) return 'merge-commit';
  if (commit.isBoundary) return 'edge-of-shallow-clone';
  if (commit.authorDate === null) return 'commit-without-date';
  if (since !== null && Date.parse(commit.authorDate) < Date.parse(since)) return 'commit-written-before-date';
  return commit.changes.length > maxChangesPerCommit ? 'large-commit' : undefined;
}

/** The path in the base. Newest first: a file that was renamed later is met under its older name from here on. */
function followRename(nowAt: Map<string, string>, { path, oldPath, status }: FileChange): string {
  const now = nowAt.get(path) ?? path;
  if (status === 'renamed') nowAt.set(oldPath, now);
  return now;
}
