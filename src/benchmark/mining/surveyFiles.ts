/** Which files of a base count, as far as paths, sizes and .gitattributes tell. */
import { collectAttributeRules } from './attributeRules.ts';
import { maxSourceBytes } from './decodeSource.ts';
import { fileRole } from './fileRole.ts';
import { packageFolders } from './packageFolders.ts';
import type { ReasonCounts } from './reasonCounts.ts';
import type { BaseFile, SourceHistory } from './sourceHistory.ts';
import { sourceLanguage } from './sourceLanguage.ts';
import { testIndex } from './testIndex.ts';

export interface SurveyRequest {
  /** `.`, or the folder that alone is looked at: a package of a monorepo. */
  readonly directory: string;
  readonly maxFiles: number;
  /** Gets every file that does not count, by reason. */
  readonly skipped: ReasonCounts;
}

export interface SourceFile extends BaseFile {
  readonly language: string;
}

export interface FileSurvey {
  readonly fileCount: number;
  /** Sorted by path. */
  readonly sources: readonly SourceFile[];
  /** What a path is, with what .gitattributes says of it. */
  roleOf(path: string): ReturnType<typeof fileRole>;
  packageOf(path: string): string;
  testsOf(sourcePath: string): readonly string[];
  isInScope(path: string): boolean;
}

/** Roles that are counted as skipped; the others have uses of their own. */
const unwanted: ReadonlySet<string> = new Set(['generated', 'vendored', 'secrets', 'lock', 'unusable-path']);

export async function surveyFiles(
  history: SourceHistory,
  { directory, maxFiles, skipped }: SurveyRequest,
  signal: AbortSignal,
): Promise<FileSurvey> {
  const files: BaseFile[] = [];
  for await (const file of history.files(signal)) {
    if (files.length === maxFiles) {
      skipped.add('beyond-the-file-limit');
      break;
    }
    if (file.kind === 'file') files.push(file);
    else skipped.add(file.kind);
  }
  const attributes = await readAttributes(history, files, signal);
  const paths = files.map(({ path }) => path);
  const isInScope = (path: string): boolean => directory === '.' || path.startsWith(`${directory}/`);
  const roleOf = (path: string): ReturnType<typeof fileRole> => {
    const role = fileRole(path);
    if (role !== 'source' && role !== 'test') return role;
    const notion = attributes.notionOf(path);
    if (notion === undefined) return role;
    return notion === 'linguist-generated'
      ? 'generated'
      : notion === 'linguist-vendored'
        ? 'vendored'
        : 'documentation';
  };
  const sources: SourceFile[] = [];
  for (const file of files) {
    if (!isInScope(file.path)) continue;
    const role = roleOf(file.path);
    const language = sourceLanguage(file.path)?.id;
    if (unwanted.has(role)) skipped.add(role);
    if (role !== 'source' || language === undefined) continue;
    if (file.bytes > maxSourceBytes) skipped.add('too-large');
    else if (file.bytes === 0) skipped.add('empty');
    else sources.push({ ...file, language });
  }
  return {
    fileCount: files.length,
    sources: sources.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    roleOf,
    packageOf: packageFolders(paths),
    testsOf: testIndex(paths),
    isInScope,
  };
}

async function readAttributes(
  history: SourceHistory,
  files: readonly BaseFile[],
  signal: AbortSignal,
): Promise<ReturnType<typeof collectAttributeRules>> {
  const rules = collectAttributeRules();
  for (const { path, content } of files) {
    if (path !== '.gitattributes' && !path.endsWith('/.gitattributes')) continue;
    const found = await history.read(content, maxSourceBytes, signal);
    if (found.kind === 'bytes') rules.add(path, new TextDecoder().decode(found.bytes));
  }
  return rules;
}
