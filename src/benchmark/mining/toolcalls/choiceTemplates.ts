/** The right tool, with more than its first argument. */
import type { CallTemplate } from './callTemplate.ts';
import { listCall, patternCall, readCall, searchCall } from './expectedArguments.ts';
import type { MaterialName } from './toolcallMaterial.ts';

export const readLines: CallTemplate = {
  id: 'read-lines',
  category: 'choice',
  make({ files }, draw) {
    const file = draw.one(files.filter(({ lineCount }) => lineCount >= 12));
    if (file === undefined) return { rejected: 'no-fitting-file' };
    const { path, language, lineCount } = file;
    const startLine = draw.between(2, lineCount - 8);
    const endLine = draw.between(startLine + 3, Math.min(lineCount - 1, startLine + 40));
    const question = draw.one([
      `Show me lines ${startLine} to ${endLine} of \`${path}\`.`,
      `Read \`${path}\`, but only from line ${startLine} to line ${endLine}.`,
      `What stands in lines ${startLine}-${endLine} of the file \`${path}\`?`,
    ]);
    return { question, language, expected: [readCall(file, { startLine, endLine })] };
  },
};

export const readRest: CallTemplate = {
  id: 'read-rest',
  category: 'choice',
  make({ files }, draw) {
    const file = draw.one(files.filter(({ lineCount }) => lineCount >= 12));
    if (file === undefined) return { rejected: 'no-fitting-file' };
    const { path, language, lineCount } = file;
    const startLine = draw.between(3, lineCount - 4);
    const question = draw.one([
      `Read \`${path}\` from line ${startLine} to its end.`,
      `I know the first ${startLine - 1} lines of \`${path}\`. Show me all that follows, from line ${startLine}.`,
      `Continue reading \`${path}\` at line ${startLine}, as far as it goes.`,
    ]);
    return { question, language, expected: [readCall(file, { startLine })] };
  },
};

export const searchFolder: CallTemplate = {
  id: 'search-folder',
  category: 'choice',
  make({ names, folders }, draw) {
    const found = draw.one(names);
    const folder = draw.one(folders);
    if (found === undefined) return { rejected: 'no-fitting-name' };
    if (folder === undefined) return { rejected: 'no-fitting-folder' };
    const question = draw.one([
      `Search for \`${found.name}\` in the directory \`${folder}\`, in all files that are there and nowhere else.`,
      `Does \`${found.name}\` occur below the directory \`${folder}\`? Let the search look into that directory only.`,
      `Find \`${found.name}\`. The directory to search is \`${folder}\`.`,
    ]);
    return { question, expected: [searchCall(found.name, { folder })] };
  },
};

export const searchKind: CallTemplate = {
  id: 'search-kind',
  category: 'choice',
  make({ names }, draw) {
    const found = draw.one(names.filter((name) => extensionOf(name) !== undefined));
    const extension = found && extensionOf(found);
    if (found === undefined || extension === undefined) return { rejected: 'no-fitting-name' };
    const { name, file } = found;
    const question = draw.one([
      `Look for \`${name}\` in all files of the workspace that end in \`.${extension}\`, and in no others.`,
      `Search the workspace for \`${name}\`, but only in \`*.${extension}\` files.`,
      `Which \`.${extension}\` files of the workspace contain \`${name}\`? Leave other kinds of files out of the search.`,
    ]);
    return { question, language: file.language, expected: [searchCall(name, { extension })] };
  },
};

export const searchPattern: CallTemplate = {
  id: 'search-pattern',
  category: 'choice',
  make({ names }, draw) {
    const found = draw.one(names.filter(({ name }) => /^\w+$/.test(name)));
    if (found === undefined) return { rejected: 'no-fitting-name' };
    const pattern = draw.one([`\\b${found.name}\\b`, `${found.name}\\(`, `^.*${found.name}`]);
    const question = draw.one([
      `Search the whole workspace with the regular expression \`${pattern}\`.`,
      `Which lines of the workspace match the regular expression \`${pattern}\`?`,
      `Find all that matches the regex \`${pattern}\`, in every file.`,
    ]);
    return { question, language: found.file.language, expected: [patternCall(pattern)] };
  },
};

export const listKind: CallTemplate = {
  id: 'list-kind',
  category: 'choice',
  make({ names }, draw) {
    const found = draw.one(names.filter((name) => extensionOf(name) !== undefined));
    const extension = found && extensionOf(found);
    if (found === undefined || extension === undefined) return { rejected: 'no-fitting-file' };
    const question = draw.one([
      `List all files of the workspace that match \`**/*.${extension}\`.`,
      `Which \`.${extension}\` files does the whole workspace have? Show no others.`,
      `Give me a list of every file in the workspace whose name ends in \`.${extension}\`, and of nothing else.`,
    ]);
    return { question, language: found.file.language, expected: [listCall({ extension })] };
  },
};

function extensionOf({ file }: MaterialName): string | undefined {
  return /\/?[^/.][^/]*\.([a-z0-9]+)$/i.exec(file.path)?.[1];
}
