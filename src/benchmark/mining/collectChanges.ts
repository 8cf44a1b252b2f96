/** One walk over the history: which commits changed which files, for origins of lines and for commits to replay. */
import type { ReasonCounts } from './reasonCounts.ts';
import type { CommitBounds, FileChange, HistoryCommit, SourceHistory } from './sourceHistory.ts';

/** A commit of more is an import, a move or a new format: nobody wrote it in one go. */
const maxChangesPerCommit = 200;
/** Of one file, the newest. */
const maxVersionsPerFile = 100;

export interface DatedCommit extends HistoryCommit {
  readonly authorDate: string;
}

export interface CollectedChanges {
  readonly commitCount: number;
  /** Newest first, by the path that the file has in the base. */
  readonly byPath: ReadonlyMap<string, readonly { readonly commit: DatedCommit; readonly change: FileChange }[]>;
  /** With one parent that is here; newest first. */
  readonly commits: readonly DatedCommit[];
}

export interface CollectRequest {
  readonly bounds: CommitBounds;
  readonly skipped: ReasonCounts;
  /** Is asked before each commit: `true` ends the walk. */
  isOverTime(): boolean;
  /** Only changes of such files are kept. */
  isWanted(path: string): boolean;
}

export async function collectChanges(
  history: SourceHistory,
  { bounds, skipped, isOverTime, isWanted }: CollectRequest,
  signal: AbortSignal,
): Promise<CollectedChanges> {
  const byPath = new Map<string, { commit: DatedCommit; change: FileChange }[]>();
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
    for (const change of commit.changes) {
      const path = followRename(nowAt, change);
      if (change.after === null || change.kind !== 'file' || !isWanted(path)) continue;
      const versions = byPath.get(path);
      if (versions === undefined) byPath.set(path, [{ commit: dated, change }]);
      else if (versions.length < maxVersionsPerFile) versions.push({ commit: dated, change });
    }
    if (commit.changes.length > 1) commits.push(dated);
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
