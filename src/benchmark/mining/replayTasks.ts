/** Family 4: a commit that changed sources and tests together, to be made again from its message. */
import type { Candidate } from '../candidate.ts';
import { type FileEdit, type ReplayTask, taskSchemaVersion } from '../task.ts';
import { countChangedLines } from './addedLines.ts';
import type { DatedCommit } from './collectChanges.ts';
import { usableMessage } from './commitMessage.ts';
import { readSource } from './decodeSource.ts';
import type { FileRole } from './fileRole.ts';
import type { FileChange, SourceHistory } from './sourceHistory.ts';
import { sourceLanguage } from './sourceLanguage.ts';

const maxFiles = 20;
const maxSourceFiles = 6;
const maxGoldLines = 300;

type ReplayDraft = Omit<ReplayTask, 'id' | 'tests'>;

export type ReplayOutcome =
  | { readonly kind: 'candidate'; readonly candidate: Candidate<ReplayDraft> }
  | { readonly kind: 'rejected'; readonly reason: string };

export interface ReplaySite {
  readonly history: SourceHistory;
  roleOf(path: string): FileRole;
  isInScope(path: string): boolean;
}

/** What names and message tell: most commits fall here, before anything of them is read. */
export function replayProblem(
  commit: DatedCommit,
  { roleOf, isInScope }: Omit<ReplaySite, 'history'>,
): string | undefined {
  if (commit.parents.length === 0) return 'no-parent';
  const roles = commit.changes.map(({ path, after }) => ({ role: roleOf(path), isThere: after !== null }));
  if (!roles.some(({ role, isThere }) => role === 'source' && isThere)) return 'no-source-change';
  if (!roles.some(({ role, isThere }) => role === 'test' && isThere)) return 'no-test-change';
  if (!commit.changes.some(({ path }) => isInScope(path) && roleOf(path) === 'source')) return 'outside-the-folder';
  if (commit.changes.length > maxFiles) return 'too-many-files';
  if (roles.filter(({ role }) => role === 'source').length > maxSourceFiles) return 'too-many-files';
  if (commit.changes.some(({ kind }) => kind !== 'file')) return 'changes-links-or-submodules';
  if (roles.some(({ role }) => role === 'lock')) return 'changes-dependencies';
  if (roles.some(({ role }) => role === 'secrets' || role === 'unusable-path')) return 'changes-unusable-files';
  const message = usableMessage(commit.message);
  return message.kind === 'usable' ? undefined : message.reason;
}

/** For a commit without a {@link replayProblem}. */
export async function replayCandidate(
  commit: DatedCommit,
  site: ReplaySite,
  signal: AbortSignal,
): Promise<ReplayOutcome> {
  const message = usableMessage(commit.message);
  const [parent] = commit.parents;
  if (message.kind !== 'usable' || parent === undefined) return { kind: 'rejected', reason: 'no-parent' };
  const gold: FileEdit[] = [];
  const hidden: FileEdit[] = [];
  let largest = { path: '', lines: -1 };
  let lines = 0;
  for (const change of commit.changes) {
    const role = site.roleOf(change.path);
    if (role === 'documentation' || role === 'vendored') continue;
    const texts = await bothTexts(site.history, change, signal);
    if (texts === undefined) return { kind: 'rejected', reason: 'changes-unusable-files' };
    if (role === 'manifest' && changesDependencies(change.path, texts)) {
      return { kind: 'rejected', reason: 'changes-dependencies' };
    }
    const isTest = role === 'test' || role === 'test-support';
    (isTest ? hidden : gold).push(...editsOf(change, texts.after));
    if (role !== 'source') continue;
    const changed = countChangedLines(texts.before ?? '', texts.after ?? '');
    if (changed === undefined) return { kind: 'rejected', reason: 'too-many-lines' };
    lines += changed;
    if (change.after !== null && changed > largest.lines) largest = { path: change.path, lines: changed };
  }
  if (lines > maxGoldLines) return { kind: 'rejected', reason: 'too-many-lines' };
  const language = sourceLanguage(largest.path)?.id;
  if (lines === 0 || language === undefined) return { kind: 'rejected', reason: 'no-source-change' };
  return {
    kind: 'candidate',
    candidate: {
      draft: {
        schema: taskSchemaVersion,
        family: 'replay',
        language,
        base: { kind: 'commit', commit: parent },
        cluster: commit.id,
        date: commit.authorDate,
        path: largest.path,
        setup: [],
        gold,
        commit: commit.id,
        message: message.text,
        hidden,
      },
      relatedTests: hidden.flatMap(({ path, text }) => (text !== null && site.roleOf(path) === 'test' ? [path] : [])),
    },
  };
}

interface BothTexts {
  readonly before: string | null;
  readonly after: string | null;
}

async function bothTexts(
  history: SourceHistory,
  change: FileChange,
  signal: AbortSignal,
): Promise<BothTexts | undefined> {
  const [before, after] = await Promise.all(
    [change.before, change.after].map(async (content) => {
      if (content === null) return null;
      const source = await readSource(history, content, signal);
      return source.kind === 'text' ? source.text : undefined;
    }),
  );
  return before === undefined || after === undefined ? undefined : { before, after };
}

function editsOf({ path, oldPath }: FileChange, after: string | null): FileEdit[] {
  return oldPath === path
    ? [{ path, text: after }]
    : [
        { path: oldPath, text: null },
        { path, text: after },
      ];
}

const dependencyFields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies', 'workspaces'];

/** Of package.json the fields are compared; a change of any other manifest may mean another installation. */
function changesDependencies(path: string, { before, after }: BothTexts): boolean {
  if (!path.endsWith('package.json')) return true;
  const [old, now] = [before, after].map((text) => {
    try {
      const manifest: unknown = JSON.parse(text ?? '{}');
      return JSON.stringify(dependencyFields.map((field) => Object(manifest)[field] as unknown));
    } catch {
      return undefined;
    }
  });
  return old === undefined || old !== now;
}
