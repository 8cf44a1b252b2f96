import { globMatcher } from '../../src/tools/globMatcher.ts';
import type { FileProblem, WorkspaceFiles } from '../../src/tools/workspaceFiles.ts';

export interface MemoryFiles extends WorkspaceFiles {
  /** Path to text. A test may change it, as a person would behind the model's back. */
  readonly texts: Map<string, string>;
}

/** A workspace of one folder that is only in memory. Paths have to be relative and written plainly. */
export function createMemoryFiles(initial: Readonly<Record<string, string>> = {}): MemoryFiles {
  const texts = new Map(Object.entries(initial));
  const pathsBelow = (directory: string, glob: string | undefined): string[] => {
    const isMatch = glob === undefined ? () => true : globMatcher(glob);
    const start = directory === '.' ? '' : `${directory.replace(/\/$/, '')}/`;
    return [...texts.keys()].filter((path) => path.startsWith(start) && isMatch(path)).sort();
  };

  return {
    texts,
    isOpen: true,
    async read(path) {
      const place = placeOf(path);
      if (typeof place !== 'string') return place;
      const text = texts.get(place);
      if (text === undefined) {
        return { kind: 'problem', problem: 'not-found', detail: `There is no file ${place}.`, path: place };
      }
      return { kind: 'text', path: place, text };
    },
    async list({ directory, glob, maxEntries }) {
      const paths = pathsBelow(directory, glob);
      return { kind: 'entries', entries: paths.slice(0, maxEntries), hasMore: paths.length > maxEntries };
    },
    async search({ query, isRegex, directory, glob, maxMatches }) {
      const isMatch = isRegex ? (line: string) => new RegExp(query).test(line) : (line: string) => line.includes(query);
      const matches = pathsBelow(directory, glob).flatMap((path) =>
        (texts.get(path) ?? '')
          .split('\n')
          .map((text, index) => ({ path, line: index + 1, text }))
          .filter(({ text }) => isMatch(text)),
      );
      return { kind: 'matches', matches: matches.slice(0, maxMatches), hasMore: matches.length > maxMatches };
    },
    async write(path, before, after) {
      const place = placeOf(path);
      if (typeof place !== 'string') return place;
      if ((texts.get(place) ?? '') !== before) {
        return { kind: 'problem', problem: 'changed', detail: `${place} has changed.` };
      }
      texts.set(place, after);
      return { kind: 'written', path: place };
    },
  };
}

function placeOf(path: string): string | FileProblem {
  const plain = path.replace(/^(?:\.\/)+/, '');
  if (!plain.startsWith('/') && !plain.split('/').includes('..')) return plain;
  return { kind: 'problem', problem: 'outside-workspace', detail: `${path} is outside the workspace.` };
}
