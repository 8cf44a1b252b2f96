/** Real repositories, made in one go with `git fast-import`: a thousand commits take less than a second. */
import { spawn } from 'node:child_process';
import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type ImportedFile =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly submodule: string }
  /** Deleted. */
  | null;

export interface ImportedCommit {
  readonly message?: string;
  /** `<seconds> <zone>`, as git keeps it. */
  readonly author?: string;
  readonly committer?: string;
  /** By index in the list; the commit before it when left out, none for `[]`. */
  readonly parents?: readonly number[];
  /** A path with a `\` in it is taken as written, in the quoting of fast-import. */
  readonly files?: Readonly<Record<string, ImportedFile>>;
  readonly renames?: Readonly<Record<string, string>>;
}

const firstDay = Date.UTC(2026, 0, 1) / 1000;
/** When commit `index` was made, unless it says so itself: one a day from 2026-01-01 on. */
export const importedDate = (index: number): string => new Date((firstDay + index * 86_400) * 1000).toISOString();

export interface ImportOptions {
  readonly format?: 'sha1' | 'sha256';
  /** Are the files laid out, with an index? */
  readonly checkout?: boolean;
}

/** The folder of a new repository whose branch `main` ends in the last commit. */
export async function importRepository(
  commits: Iterable<ImportedCommit>,
  { format = 'sha1', checkout = false }: ImportOptions = {},
): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'parity-git-')));
  await git(folder, ['init', '--quiet', `--object-format=${format}`, '--initial-branch=main', '.']);
  await git(folder, ['fast-import', '--quiet', '--force'], stream(commits));
  if (checkout) await git(folder, ['reset', '--quiet', '--hard']);
  return folder;
}

function* stream(commits: Iterable<ImportedCommit>): Generator<string | Uint8Array> {
  let index = 0;
  for (const { message = `Change ${index}`, parents, ...commit } of commits) {
    const day = `${firstDay + index * 86_400} +0000`;
    const [parent, ...merged] = parents ?? (index === 0 ? [] : [index - 1]);
    yield* ['reset refs/heads/main\n', 'commit refs/heads/main\n', `mark :${index + 1}\n`];
    yield `author Ada <ada@example.com> ${commit.author ?? day}\n`;
    yield `committer Ada <ada@example.com> ${commit.committer ?? commit.author ?? day}\n`;
    yield* data(message);
    if (parent !== undefined) yield `from :${parent + 1}\n`;
    for (const other of merged) yield `merge :${other + 1}\n`;
    for (const [from, to] of Object.entries(commit.renames ?? {})) yield `R ${quoted(from)} ${quoted(to)}\n`;
    for (const [path, file] of Object.entries(commit.files ?? {})) yield* fileChange(quoted(path), file);
    yield '\n';
    index += 1;
  }
  yield 'done\n';
}

function* fileChange(path: string, file: ImportedFile): Generator<string | Uint8Array> {
  if (file === null) yield `D ${path}\n`;
  else if (typeof file === 'string' || file instanceof Uint8Array) yield* [`M 100644 inline ${path}\n`, ...data(file)];
  else if ('submodule' in file) yield `M 160000 ${file.submodule} ${path}\n`;
  else yield* [`M 120000 inline ${path}\n`, ...data(file.link)];
}

function data(content: string | Uint8Array): (string | Uint8Array)[] {
  return [`data ${Buffer.byteLength(content)}\n`, content, '\n'];
}

function quoted(path: string): string {
  return path.includes('\\') ? `"${path}"` : `"${path.replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** Standard output, without the last line end. The machine's own configuration does not count. */
export async function git(
  folder: string,
  command: readonly string[],
  input: Iterable<string | Uint8Array> = [],
): Promise<string> {
  const child = spawn('git', command, {
    cwd: folder,
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', HOME: folder },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stdin.on('error', () => {});
  for (const piece of input) {
    if (!child.stdin.write(piece)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  }
  child.stdin.end();
  if ((await closed) !== 0) throw new Error(`git ${command[0]} failed: ${complaint}`);
  return output.replace(/\n$/, '');
}
