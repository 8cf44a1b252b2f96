import type { CommitBounds, FileChange, HistoryCommit } from '../../benchmark/mining/sourceHistory.ts';
import { type GitPlace, gitFields } from './gitProcess.ts';
import { nameEntry } from './nameEntry.ts';

export interface CommitWalk {
  readonly head: string;
  readonly bounds: CommitBounds;
  readonly boundary: ReadonlySet<string>;
  readonly findsRenames: boolean;
}

/** Renames with changes are looked for only among so many files; a commit of more is too large for a task anyway. */
const renameLimit = 200;
const statuses: Readonly<Record<string, FileChange['status']>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
};

/**
 * Only names and ids of what changed, never the change itself: that costs git little, and it runs no differ, no filter and
 * no text conversion for it. One `git log` streams it all.
 */
export async function* readCommits(
  place: GitPlace,
  { head, bounds, boundary, findsRenames }: CommitWalk,
  signal: AbortSignal,
): AsyncGenerator<HistoryCommit> {
  const command = [
    'log',
    '-z',
    '--raw',
    '--root',
    '--no-abbrev',
    '--no-ext-diff',
    '--no-textconv',
    '--no-notes',
    '--no-color',
    '--no-show-signature',
    '--no-mailmap',
    '-O/dev/null',
    '--ignore-submodules=none',
    '--encoding=UTF-8',
    ...(findsRenames ? ['-M', `-l${renameLimit}`] : ['--no-renames']),
    `--max-count=${bounds.maxCommits}`,
    ...(bounds.since === null ? [] : [`--since=${bounds.since}`]),
    // One field each, see git-log(1), PRETTY FORMATS.
    '--format=%H%x00%P%x00%aI%x00%B%x00',
    head,
    '--',
  ];
  const fields = gitFields(place, command, signal);
  let commit: (Omit<HistoryCommit, 'changes'> & { changes: FileChange[] }) | undefined;
  const next = async (): Promise<Buffer> => {
    const { value, done } = await fields.next();
    return done === true ? Buffer.alloc(0) : value;
  };
  // A step out of this loop ends git, too.
  for await (const field of fields) {
    // An empty field ends the format, and a line end parts it from what changed.
    const text = field.toString('utf8').trimStart();
    if (text === '') continue;
    if (text.startsWith(':')) {
      commit?.changes.push(await readChange(text, next));
      continue;
    }
    if (commit !== undefined) yield commit;
    commit = {
      id: text,
      parents: (await next()).toString('latin1').split(' ').filter(Boolean),
      authorDate: utcDate((await next()).toString('latin1')),
      message: (await next()).toString('utf8').replaceAll('\r\n', '\n').trim(),
      isBoundary: boundary.has(text),
      changes: [],
    };
  }
  if (commit !== undefined) yield commit;
}

/** `:<mode> <mode> <id> <id> <status>[score]`, then one path, or two for a rename; see git-diff(1), RAW OUTPUT FORMAT. */
async function readChange(head: string, next: () => Promise<Buffer>): Promise<FileChange> {
  const [beforeMode = '', afterMode = '', before = '', after = '', letter = ''] = head.slice(1).split(' ');
  const first = await next();
  const isRename = letter.startsWith('R') || letter.startsWith('C');
  const isDeleted = letter.startsWith('D');
  const { path, kind } = nameEntry(isDeleted ? beforeMode : afterMode, isRename ? await next() : first);
  // A change of type (`T`) turns a file into a link or back: what matters is that it is not what it was.
  const status = statuses[letter.charAt(0)] ?? 'modified';
  return {
    status,
    path,
    oldPath: isRename ? nameEntry(beforeMode, first).path : path,
    kind: kind === 'file' && /^1[26]/.test(beforeMode) ? nameEntry(beforeMode, first).kind : kind,
    before: /^0+$/.test(before) ? null : before,
    after: /^0+$/.test(after) ? null : after,
  };
}

/** A commit can hold any number for a date. */
function utcDate(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) || time < 0 || time >= Date.UTC(9999, 0) ? null : new Date(time).toISOString();
}
