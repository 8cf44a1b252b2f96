import { expect, it } from 'vitest';
import { collectChanges } from '../../../src/benchmark/mining/collectChanges.ts';
import { countReasons } from '../../../src/benchmark/mining/reasonCounts.ts';
import type { FileChange, HistoryCommit, SourceHistory } from '../../../src/benchmark/mining/sourceHistory.ts';

function change(path: string, changes: Partial<FileChange> = {}): FileChange {
  return { status: 'modified', path, oldPath: path, kind: 'file', before: 'b', after: 'a', ...changes };
}

function commit(id: string, changes: readonly FileChange[], parents: readonly string[] = ['p']): HistoryCommit {
  return { id, parents, changes, authorDate: '2026-03-02T00:00:00.000Z', message: id, isBoundary: false };
}

/** Newest first, one at a time as they are asked for. */
function historyOf(commits: readonly HistoryCommit[]): Pick<SourceHistory, 'commits'> {
  return {
    async *commits() {
      yield* commits;
    },
  };
}

async function collect(commits: readonly HistoryCommit[], isWantedCommit: (commit: HistoryCommit) => boolean) {
  const skipped = countReasons();
  const collected = await collectChanges(
    historyOf(commits) as SourceHistory,
    {
      ...{ bounds: { maxCommits: 100, since: null }, skipped, isWantedCommit },
      isOverTime: () => false,
      isWanted: (path) => path.endsWith('.ts'),
    },
    new AbortController().signal,
  );
  return { ...collected, skipped: skipped.list() };
}

it('keeps of a history the commits that are wanted, and of each file who wrote it', async () => {
  const commits = [
    commit('merge', [], ['p', 'q']),
    commit('renamed', [change('new.ts', { status: 'renamed', oldPath: 'old.ts' })]),
    commit('both', [change('old.ts'), change('old.test.ts'), change('readme.md')]),
    commit(
      'import',
      Array.from({ length: 201 }, (_, index) => change(`${index}.ts`)),
    ),
  ];
  const { byPath, ...found } = await collect(commits, ({ id }) => id === 'both');
  expect(found.commitCount).toBe(4);
  expect(found.commits.map(({ id }) => id)).toEqual(['both']);
  expect(found.skipped).toEqual([
    { reason: 'large-commit', count: 1 },
    { reason: 'merge-commit', count: 1 },
  ]);
  expect([...byPath.keys()]).toEqual(['new.ts', 'old.test.ts']);
  const revision = (id: string) => ({ commit: { id, date: '2026-03-02T00:00:00.000Z' }, before: 'b', after: 'a' });
  expect(byPath.get('new.ts')).toEqual([revision('renamed'), revision('both')]);
});

it('is asked about no commit that could not be a task, and keeps of a file its newest hundred', async () => {
  const asked: string[] = [];
  const commits = [
    commit('merge', [change('a.ts')], ['p', 'q']),
    ...Array.from({ length: 150 }, (_, index) => commit(String(index), [change('a.ts')])),
  ];
  const { byPath, commits: kept } = await collect(commits, ({ id }) => {
    asked.push(id);
    return false;
  });
  expect(asked).not.toContain('merge');
  expect(kept).toEqual([]);
  expect(byPath.get('a.ts')?.map(({ commit: { id } }) => id)).toEqual(
    Array.from({ length: 100 }, (_, index) => String(index)),
  );
});
