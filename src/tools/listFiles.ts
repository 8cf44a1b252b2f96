import * as z from 'zod';
import { optionalText } from './argumentSchemas.ts';
import { condensePaths } from './condensePaths.ts';
import { fileFailure } from './fileFailure.ts';
import type { Tool } from './tool.ts';

/** Paths shown to the model; of more, whole folders are shown with the number of their files. */
const maxShown = 200;
/** Paths looked at. */
const maxEntries = 20_000;

interface ListFilesInput {
  readonly directory?: string | undefined;
  readonly glob?: string | undefined;
}

export const listFiles: Tool<ListFilesInput> = {
  name: 'list_files',
  description: 'List the files of the workspace or of a folder, recursively. Ignored files are left out.',
  input: z.strictObject({
    directory: optionalText('Folder relative to the workspace; everything when left out'),
    glob: optionalText('Only matching paths, for example **/*.test.ts'),
  }),
  effect: 'read',
  target: ({ directory = '.', glob }) => [directory, glob].filter((part) => part !== undefined).join(' '),
  async run({ directory = '.', glob }, { files }, signal) {
    const listed = await files.list({ directory, glob, maxEntries }, signal);
    if (listed.kind === 'problem') return fileFailure(listed);
    const { entries, hasMore } = listed;
    const where = `${directory === '.' ? 'the workspace' : directory}${glob === undefined ? '' : ` matching ${glob}`}`;
    if (entries.length === 0) return { kind: 'ok', text: `There are no files in ${where}.`, summary: 'no files' };

    const shown = condensePaths(entries, maxShown);
    const notes = [
      ...(shown.isCondensed ? ['[Too many to show one by one. List a folder, or give a glob, to see its files.]'] : []),
      ...(shown.leftOut > 0 ? [`[${shown.leftOut} more entries are left out.]`] : []),
      ...(hasMore ? [`[Only the first ${entries.length} files were looked at.]`] : []),
    ];
    const summary = `${entries.length}${hasMore ? '+' : ''} ${entries.length === 1 ? 'file' : 'files'}`;
    return { kind: 'ok', text: [...shown.rows, ...notes].join('\n'), summary };
  },
};
