/**
 * Family 4: a commit's message and the files it touched, as they were; the answer is complete files, each in a fenced block
 * of its own with its path behind the fence. New files are allowed; changes of tests and of what sets them up do not count.
 */
import { goldEdits, isCounted } from '../grading/gradedTask.ts';
import type { ReadReply, TaskQuestion } from '../running/taskQuestion.ts';
import { type FileEdit, isTaskPath, type ReplayTask } from '../task.ts';
import { fenceRule, questionSystem, questionTokens } from './askInOneMessage.ts';
import { type FencedBlock, fenced, fencedBlocks } from './fencedBlocks.ts';

export interface ReplayFiles {
  /** Of the base, those that the true change touches: they are shown whole, however long. */
  readonly touched: readonly { readonly path: string; readonly text: string }[];
  /** Paths of the base. Those near the touched files are listed, as many as there is room for. */
  readonly paths: readonly string[];
}

const deletion = 'delete ';
/** Of the room that is left, what a list of names may take. */
const shareForPaths = 0.25;
const mostPaths = 300;

/** Files that the true change touches and that an answer may change. New ones are not told. */
export function touchedPaths(task: ReplayTask): readonly string[] {
  const counts = isCounted(task, task.tests.files);
  return [...new Set(goldEdits(task).map(({ path }) => path))].filter(counts);
}

/** What is asked for are whole files, so nothing of them is left out: beyond `promptTokens` the engine has to say no. */
export function askReplay(task: ReplayTask, files: ReplayFiles, promptTokens: number): TaskQuestion {
  const head = [
    `Make this change in a repository:\n\n${fenced(task.message, '')}`,
    files.touched.length === 0 ? '' : 'The files that have to change, and perhaps not all of them:',
    ...files.touched.map(({ path, text }) => fenced(text, path)),
  ];
  const form = [
    'Answer with every file that you change or add, complete, each in a fenced code block of its own that has the path of the file, and nothing else, behind the opening fence, as above. New files are allowed.',
    `To delete a file write an empty block with \`${deletion}\` and its path behind the fence. Do not change tests or configuration: such changes do not count. Tests that you do not see will check the change.`,
    fenceRule,
  ];
  const used = questionTokens([questionSystem, ...head, ...form].join('\n\n'));
  const others = nearestPaths(files, (promptTokens - used) * shareForPaths);
  const list = others.length === 0 ? '' : `Other files of the repository:\n${others.join('\n')}`;
  return {
    system: questionSystem,
    text: [...head, list, ...form].filter((part) => part !== '').join('\n\n'),
    read: (reply) => readFiles(reply, files),
  };
}

function nearestPaths({ touched, paths }: ReplayFiles, tokens: number): readonly string[] {
  const own = touched.map(({ path }) => path);
  const near = paths
    .filter((path) => !own.includes(path) && !/[\r\n]/.test(path))
    .map((path) => ({ path, shared: Math.max(0, ...own.map((one) => sharedFolders(one, path))) }))
    .toSorted((a, b) => b.shared - a.shared || (a.path < b.path ? -1 : 1));
  const chosen: string[] = [];
  let room = tokens;
  for (const { path } of near.slice(0, mostPaths)) {
    room -= questionTokens(`${path}\n`);
    if (room < 0) break;
    chosen.push(path);
  }
  return chosen.toSorted();
}

function sharedFolders(a: string, b: string): number {
  const [one, other] = [a, b].map((path) => path.split('/').slice(0, -1));
  let shared = 0;
  while (shared < (one?.length ?? 0) && one?.[shared] === other?.[shared]) shared += 1;
  return shared;
}

/** The last block of a path counts. One path that leads out refuses the answer. What belongs to the tests is grading's to ignore. */
function readFiles(reply: string, files: ReplayFiles): ReadReply {
  const answer = fencedBlocks(reply);
  if (answer.kind === 'unreadable') return answer;
  const known = new Set([...files.paths, ...files.touched.map(({ path }) => path)]);
  const isKnown = (path: string): boolean => known.has(path);
  const edits = new Map<string, FileEdit>();
  for (const block of answer.blocks) {
    const edit = readFile(block, isKnown);
    if (edit === undefined) continue;
    const { path } = edit;
    if (path.length > 1000 || !isTaskPath(path)) {
      const named = JSON.stringify(path.slice(0, 200));
      return { kind: 'unreadable', problem: `${named} is no path inside of the repository` };
    }
    edits.set(path, edit);
  }
  if (edits.size === 0) return { kind: 'unreadable', problem: 'no code block has the path of a file' };
  const old = new Map(files.touched.map(({ path, text }) => [path, text]));
  const changed = [...edits.values()]
    .map(({ path, text }) => ({ path, text: text === null ? null : withLineEndsOf(old.get(path), text) }))
    .filter(({ path, text }) => text !== old.get(path));
  return { kind: 'edits', edits: changed };
}

/** `undefined`: a block without a path is an example, or a command, and no file. */
function readFile({ info, text }: FencedBlock, isKnown: (path: string) => boolean): FileEdit | undefined {
  const deleted = info.startsWith(deletion) && text.trim() === '' ? info.slice(deletion.length).trim() : '';
  if (deleted !== '') return { path: unquoted(deleted), text: null };
  const path = pathOf(info, isKnown);
  return path === undefined ? undefined : { path, text };
}

/** Models put a language before the path, with a space or a colon between, or a word such as `title=`. */
function pathOf(info: string, isKnown: (path: string) => boolean): string | undefined {
  const bare = unquoted(info);
  const behindLanguage = /^[\w+#-]+(?:[ \t]+|:)([^]+)$/.exec(bare)?.[1];
  const choices = [bare, ...(behindLanguage === undefined ? [] : [unquoted(behindLanguage)])];
  return choices.find(isKnown) ?? choices.toReversed().find((choice) => /[/\\.]/.test(choice));
}

function unquoted(written: string): string {
  return written
    .trim()
    .replace(/^(?:path|file|filename|title|name)=/i, '')
    .replace(/^(["'`])([^]*)\1$/, '$2')
    .replace(/^\.\//, '');
}

function withLineEndsOf(old: string | undefined, text: string): string {
  return old?.includes('\r\n') === true ? text.replaceAll('\n', '\r\n') : text;
}
