import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BaseFile, SourceHistory } from '../../benchmark/mining/sourceHistory.ts';
import { createBlobReader } from './blobReader.ts';
import { type GitPlace, gitFields, gitText } from './gitProcess.ts';
import { nameEntry } from './nameEntry.ts';
import { readCommits } from './readCommits.ts';

/** The history of a repository's `HEAD` as it is now: what is committed later is not seen. */
export async function openGitHistory(place: GitPlace, head: string, signal: AbortSignal): Promise<SourceHistory> {
  const boundary = await readBoundary(place, signal);
  const isPartial = await isPartialClone(place, signal);
  const blobs = createBlobReader(place);
  return {
    base: { kind: 'commit', commit: head },
    name: basename(place.folder),
    isShallow: boundary.size > 0,
    files: (signal) => listFiles(place, head, signal),
    commits: (bounds, signal) => readCommits(place, { head, bounds, boundary, findsRenames: !isPartial }, signal),
    read: (content, maxBytes, signal) => blobs.read(content, maxBytes, signal),
    dispose: () => blobs.dispose(),
  };
}

/** The commits that a shallow clone pretends have no parents. */
async function readBoundary(place: GitPlace, signal: AbortSignal): Promise<ReadonlySet<string>> {
  if ((await gitText(place, ['rev-parse', '--is-shallow-repository'], signal)) !== 'true') return new Set();
  const path = await gitText(place, ['rev-parse', '--path-format=absolute', '--git-path', 'shallow'], signal);
  return new Set((await readFile(path, { encoding: 'utf8', signal })).split('\n').filter((id) => id !== ''));
}

/** Without all contents: looking for renames would have git ask for them, and end when it may not. */
async function isPartialClone(place: GitPlace, signal: AbortSignal): Promise<boolean> {
  for await (const field of gitFields(place, ['config', '--local', '--null', '--list'], signal)) {
    const [name = '', value] = field.toString('utf8').split('\n', 2);
    if (/^extensions\.partialclone$/i.test(name)) return true;
    if (/^remote\..*\.promisor$/i.test(name) && value !== 'false') return true;
  }
  return false;
}

async function* listFiles(place: GitPlace, head: string, signal: AbortSignal): AsyncGenerator<BaseFile> {
  for await (const field of gitFields(place, ['ls-tree', '-r', '-z', '-l', '--full-tree', head], signal)) {
    const tab = field.indexOf('\t');
    const [mode = '', , content = '', bytes = ''] = field.subarray(0, tab).toString('latin1').split(/ +/);
    const { path, kind } = nameEntry(mode, field.subarray(tab + 1));
    yield { path, kind, bytes: bytes === '-' ? 0 : Number(bytes), content };
  }
}
