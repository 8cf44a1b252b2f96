import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { throwIfAborted } from '../base/appError.ts';
import { globMatcher } from '../tools/globMatcher.ts';
import { fileProblem } from '../tools/readOutcomes.ts';
import type { FileProblem, SearchMatch, SearchRequest, WorkspaceFiles } from '../tools/workspaceFiles.ts';
import { type LocatedFile, locateFile, shownPath, type WorkspaceRoot, workspaceRoots } from './locateFile.ts';
import { readFileText } from './readFileText.ts';
import { ripgrep, type RipgrepEnd } from './ripgrep.ts';
import { ripgrepMessage } from './ripgrepMatch.ts';
import { ripgrepPath } from './ripgrepPath.ts';
import { writeFileText } from './writeFileText.ts';

export interface WorkspaceSurroundings {
  folders(): readonly vscode.WorkspaceFolder[];
  isTrusted(): boolean;
  /** Path of the ripgrep to use, if there is one. */
  ripgrepPath(): Promise<string | undefined>;
}

const ownSurroundings: WorkspaceSurroundings = {
  folders: () => vscode.workspace.workspaceFolders ?? [],
  isTrusted: () => vscode.workspace.isTrusted,
  ripgrepPath: () => ripgrepPath(vscode.env.appRoot),
};

/**
 * The files of the workspace that is open in this window. Every call looks at the disk and the folders anew: a link or a
 * folder may have changed since the last.
 */
export function createWorkspaceFiles(surroundings = ownSurroundings): WorkspaceFiles {
  const roots = (): Promise<WorkspaceRoot[]> => workspaceRoots(surroundings.folders());
  return {
    get isOpen() {
      return surroundings.folders().some(({ uri }) => uri.scheme === 'file');
    },

    async read(path, signal) {
      throwIfAborted(signal);
      const file = await locateFile(path, await roots());
      if (file.kind === 'all-folders') return fileProblem('not-a-file', `${path} is a folder.`);
      return file.kind === 'problem' ? file : readFileText(file, signal);
    },

    async write(path, before, after, signal) {
      throwIfAborted(signal);
      if (!surroundings.isTrusted())
        return fileProblem('untrusted', 'The workspace is not trusted: nothing may be changed.');
      const file = await locateFile(path, await roots());
      if (file.kind === 'all-folders') return fileProblem('not-a-file', `${path} is a folder.`);
      return file.kind === 'problem' ? file : writeFileText(file, before, after, signal);
    },

    async list({ directory, glob, maxEntries }, signal) {
      const walk = await prepareWalk(directory, glob, await roots(), surroundings);
      if (walk.kind === 'problem') return walk;
      const entries: string[] = [];
      for (const place of walk.places) {
        const onLine = (line: string): 'more' | 'enough' => {
          const found = place.accept(line);
          if (found !== undefined) entries.push(found);
          return entries.length > maxEntries ? 'enough' : 'more';
        };
        await place.run(['--files'], [], onLine, signal);
      }
      return { kind: 'entries', entries: entries.slice(0, maxEntries), hasMore: entries.length > maxEntries };
    },

    async search(request, signal) {
      const unfit = problemWithQuery(request);
      if (unfit !== undefined) return unfit;
      const { query, isRegex, directory, glob, maxMatches } = request;
      const walk = await prepareWalk(directory, glob, await roots(), surroundings);
      if (walk.kind === 'problem') return walk;
      const matches: SearchMatch[] = [];
      for (const place of walk.places) {
        let isComplete = false;
        const onLine = (line: string): 'more' | 'enough' => {
          const message = ripgrepMessage(line);
          if (message.kind === 'summary') isComplete = true;
          if (message.kind !== 'match') return 'more';
          const path = place.accept(message.path);
          if (path !== undefined) matches.push({ path, line: message.line, text: message.text });
          return matches.length > maxMatches ? 'enough' : 'more';
        };
        const flags = ['--json', '--smart-case', '--max-filesize=5M', ...(isRegex ? [] : ['--fixed-strings'])];
        const { exitCode, complaint } = await place.run(flags, [query], onLine, signal);
        // Refused before it began. A file that cannot be read also ends in 2, after a summary.
        if (exitCode === 2 && !isComplete) return fileProblem('invalid-pattern', complaint.trim());
      }
      return { kind: 'matches', matches: matches.slice(0, maxMatches), hasMore: matches.length > maxMatches };
    },
  };
}

interface WalkPlace {
  /** The path to show for one that ripgrep found, unless the glob leaves it out. */
  accept(found: string): string | undefined;
  run(
    flags: readonly string[],
    operands: readonly string[],
    onLine: (line: string) => 'more' | 'enough',
    signal: AbortSignal,
  ): Promise<RipgrepEnd>;
}

async function prepareWalk(
  directory: string,
  glob: string | undefined,
  roots: readonly WorkspaceRoot[],
  surroundings: WorkspaceSurroundings,
): Promise<{ readonly kind: 'walk'; readonly places: readonly WalkPlace[] } | FileProblem> {
  const located = await locateFile(directory, roots);
  if (located.kind === 'problem') return located;
  if (located.kind === 'located' && !located.exists) return fileProblem('not-found', `${directory} does not exist.`);
  if (located.kind === 'located' && !(await stat(located.realPath)).isDirectory()) {
    return fileProblem('not-a-directory', `${located.path} is a file, not a folder.`);
  }
  const program = await surroundings.ripgrepPath();
  if (program === undefined) {
    return fileProblem('unavailable', 'Files cannot be listed or searched: this editor comes without ripgrep.');
  }
  // Not given to ripgrep, where a glob brings back what is ignored.
  const matches = glob === undefined ? () => true : globMatcher(glob);
  const starts = located.kind === 'located' ? [located] : roots.map((root): Start => ({ root, relativePath: '' }));
  const places = starts.map(({ root, relativePath: below }): WalkPlace => {
    const flags = ['--hidden', '--no-require-git', '--sort=path', ...excludingFlags(root)];
    return {
      accept(found) {
        const relativePath = found.split(sep).join('/').replace(/^\.\//, '');
        const fromStart = below === '' ? relativePath : relativePath.slice(below.length + 1);
        const path = shownPath(root, relativePath, roots);
        return [relativePath, fromStart, path].some(matches) ? path : undefined;
      },
      run: (more, operands, onLine, signal) =>
        ripgrep(
          { program, folder: root.realPath, arguments: [...flags, ...more, '--', ...operands, `./${below}`] },
          onLine,
          signal,
        ),
    };
  });
  return { kind: 'walk', places };
}

type Start = Pick<LocatedFile, 'root' | 'relativePath'>;

/** What the user's settings keep out of the explorer and out of searches. */
function excludingFlags(root: WorkspaceRoot): string[] {
  const excluded = ['files', 'search'].flatMap((section) => {
    const found = vscode.workspace.getConfiguration(section, root.uri).get<unknown>('exclude');
    return typeof found === 'object' && found !== null ? Object.entries(found) : [];
  });
  return excluded.filter(([, value]) => value === true).map(([pattern]) => `--glob=!${pattern}`);
}

function problemWithQuery({ query }: SearchRequest): FileProblem | undefined {
  if (query === '') return fileProblem('invalid-pattern', 'The query is empty.');
  // oxlint-disable-next-line no-control-regex -- a program argument cannot hold NUL, and ripgrep works line by line
  if (/[\u0000\r\n]/.test(query)) return fileProblem('invalid-pattern', 'The query must be a single line.');
  return undefined;
}
