import { readSource } from './decodeSource.ts';
import type { CollectedChanges } from './collectChanges.ts';
import { isGeneratedText } from './generatedText.ts';
import { lineAt, lineStarts } from './holes.ts';
import { type CommitOrigin, type FileVersion, lineOrigins } from './lineOrigins.ts';
import type { MinedFile, TextOrigin } from './minedFile.ts';
import type { ContentId, SourceHistory } from './sourceHistory.ts';
import type { FileSurvey, SourceFile } from './surveyFiles.ts';

/** Of one file at once. */
const versionsAhead = 8;

export interface LoadedFile {
  readonly file: MinedFile;
  /** By line; `null`: there is no history. */
  readonly origins: readonly (CommitOrigin | undefined)[] | null;
}

export interface MiningSite {
  readonly history: SourceHistory;
  readonly survey: FileSurvey;
  readonly changes: CollectedChanges;
}

/** `undefined` after `skip` got the reason: its text is not one that people wrote. */
export async function loadMinedFile(
  source: SourceFile,
  { history, survey, changes }: MiningSite,
  skip: (reason: string) => void,
  signal: AbortSignal,
): Promise<LoadedFile | undefined> {
  const read = await readSource(history, source.content, signal);
  const reason = read.kind === 'unusable' ? read.reason : isGeneratedText(read.text) ? 'generated' : undefined;
  if (read.kind === 'unusable' || reason !== undefined) {
    skip(reason ?? 'missing');
    return undefined;
  }
  const { text } = read;
  const origins =
    history.base.kind === 'folder'
      ? null
      : await lineOrigins(text, readVersions(source.path, { history, changes }, signal));
  return {
    origins,
    file: {
      path: source.path,
      language: source.language,
      text,
      base: history.base,
      packageDirectory: survey.packageOf(source.path),
      relatedTests: survey.testsOf(source.path),
      originOf: ({ start, end }) => latestOrigin(source.path, (origins ?? []).slice(...linesOf(text, start, end))),
    },
  };
}

function linesOf(text: string, start: number, end: number): [first: number, behind: number] {
  const starts = lineStarts(text);
  return [lineAt(starts, start), lineAt(starts, Math.max(start, end - 1)) + 1];
}

function latestOrigin(path: string, origins: readonly (CommitOrigin | undefined)[]): TextOrigin {
  const [latest] = origins
    .filter((origin) => origin !== undefined)
    .toSorted((a, b) => (a.date > b.date ? -1 : a.date < b.date ? 1 : 0));
  return latest === undefined ? { cluster: path, date: null } : { cluster: latest.id, date: latest.date };
}

/** Newest first. Read a few ahead, not all: old files have many versions, and the newest of them tell most. */
async function* readVersions(
  path: string,
  { history, changes }: Pick<MiningSite, 'history' | 'changes'>,
  signal: AbortSignal,
): AsyncGenerator<FileVersion> {
  const read = async (content: ContentId | null): Promise<string | undefined> => {
    if (content === null) return '';
    const source = await readSource(history, content, signal);
    return source.kind === 'text' ? source.text : undefined;
  };
  const revisions = changes.byPath.get(path) ?? [];
  for (let from = 0; from < revisions.length; from += versionsAhead) {
    const loading = revisions.slice(from, from + versionsAhead).map(async ({ commit, before, after }) => {
      const [old, now] = await Promise.all([read(before), read(after)]);
      return old === undefined || now === undefined ? undefined : { commit, before: old, after: now };
    });
    for (const version of await Promise.all(loading)) if (version !== undefined) yield version;
  }
}
