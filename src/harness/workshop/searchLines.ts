import { readFile, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { throwIfAborted } from '../../base/appError.ts';
import { decodeText, maxFileBytes } from '../../tools/decodeText.ts';
import { splitLines } from '../../tools/splitLines.ts';
import type { FileProblem, SearchMatch, SearchOutcome, SearchRequest } from '../../tools/workspaceFiles.ts';

/** An expression with nested repeats can take longer than the universe; the rest of a search is given up then. */
const maxFileMs = 2000;

/** Letter case counts when the query has a capital, as in the editor. */
export function searchPattern({
  query,
  isRegex,
}: Pick<SearchRequest, 'query' | 'isRegex'>): { readonly kind: 'pattern'; readonly pattern: RegExp } | FileProblem {
  if (query === '') return invalid('The query is empty.');
  // oxlint-disable-next-line no-control-regex -- what the editor's search cannot be asked for
  if (/[\u0000\r\n]/.test(query)) return invalid('The query must be a single line.');
  const source = isRegex ? query : query.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const hasCapital = /\p{Lu}/u.test(isRegex ? query.replaceAll(/\\./g, '') : query);
  try {
    return { kind: 'pattern', pattern: new RegExp(source, hasCapital ? 'u' : 'iu') };
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
}

/** Lines that match, file by file in the order of `paths`. Binary and huge files are left out. */
export async function searchLines(
  {
    root,
    paths,
    pattern,
    maxMatches,
  }: {
    readonly root: string;
    readonly paths: AsyncIterable<string>;
    readonly pattern: RegExp;
    readonly maxMatches: number;
  },
  signal: AbortSignal,
): Promise<SearchOutcome> {
  const matches: SearchMatch[] = [];
  for await (const path of paths) {
    throwIfAborted(signal);
    const file = join(root, path);
    const found = await lstat(file).catch(() => undefined);
    if (found?.isFile() !== true || found.size > maxFileBytes) continue;
    const bytes = await readFile(file).catch(() => undefined);
    const decoded = bytes === undefined ? undefined : decodeText(bytes);
    if (decoded?.kind !== 'text') continue;
    const lines = splitLines(decoded.text);
    let hits: readonly number[];
    try {
      hits = matchingLines(pattern, lines, maxMatches + 1 - matches.length);
    } catch {
      return invalid('The regular expression takes too long.');
    }
    for (const index of hits) matches.push({ path, line: index + 1, text: lines[index] ?? '' });
    if (matches.length > maxMatches) return { kind: 'matches', matches: matches.slice(0, maxMatches), hasMore: true };
  }
  return { kind: 'matches', matches, hasMore: false };
}

/** Indexes of the first lines that match. In a context of its own only for the sake of the time limit that comes with it. */
function matchingLines(pattern: RegExp, lines: readonly string[], max: number): readonly number[] {
  const found: number[] = [];
  const look = (): void => {
    for (let index = 0; index < lines.length && found.length < max; index += 1) {
      if (pattern.test(lines[index] ?? '')) found.push(index);
    }
  };
  runInNewContext('look()', { look }, { timeout: maxFileMs });
  return found;
}

function invalid(detail: string): FileProblem {
  return { kind: 'problem', problem: 'invalid-pattern', detail };
}
