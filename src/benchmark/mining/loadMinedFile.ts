import { readSource } from './decodeSource.ts';
import type { CollectedChanges } from './collectChanges.ts';
import { isGeneratedText } from './generatedText.ts';
import { lineAt, lineStarts } from './holes.ts';
import { type CommitOrigin, type FileVersion, lineOrigins } from './lineOrigins.ts';
import type { MinedFile, TextOrigin } from './minedFile.ts';
import type { SourceHistory } from './sourceHistory.ts';
import type { FileSurvey, SourceFile } from './surveyFiles.ts';

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
      : lineOrigins(text, await readVersions(source.path, { history, changes }, signal));
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

async function readVersions(
  path: string,
  { history, changes }: Pick<MiningSite, 'history' | 'changes'>,
  signal: AbortSignal,
): Promise<FileVersion[]> {
  const read = async (content: string | null): Promise<string | undefined> => {
    if (content === null) return '';
    const source = await readSource(history, content, signal);
    return source.kind === 'text' ? source.text : undefined;
  };
  const versions = await Promise.all(
    (changes.byPath.get(path) ?? []).map(async ({ commit, change }) => {
      const [before, after] = await Promise.all([read(change.before), read(change.after)]);
      if (before === undefined || after === undefined) return [];
      return [{ commit: { id: commit.id, date: commit.authorDate }, before, after }];
    }),
  );
  return versions.flat();
}
