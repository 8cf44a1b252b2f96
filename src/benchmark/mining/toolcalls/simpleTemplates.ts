/** One tool with one argument, named as plainly as people would. */
import type { CallTemplate } from './callTemplate.ts';
import { listCall, readCall, searchCall } from './expectedArguments.ts';

export const readWhole: CallTemplate = {
  id: 'read-whole',
  category: 'simple',
  make({ files }, draw) {
    const file = draw.one(files);
    if (file === undefined) return { rejected: 'no-fitting-file' };
    const { path, language } = file;
    const question = draw.one([
      `Read the file \`${path}\`.`,
      `Show me what is in \`${path}\`.`,
      `I need the content of \`${path}\`, please.`,
    ]);
    return { question, language, expected: [readCall(file)] };
  },
};

export const listFolder: CallTemplate = {
  id: 'list-folder',
  category: 'simple',
  make({ folders }, draw) {
    const folder = draw.one(folders);
    if (folder === undefined) return { rejected: 'no-fitting-folder' };
    const question = draw.one([
      `Which files are in the folder \`${folder}\`?`,
      `List everything below \`${folder}\`.`,
      `What files does the directory \`${folder}\` hold?`,
    ]);
    return { question, expected: [listCall({ folder })] };
  },
};

export const searchName: CallTemplate = {
  id: 'search-name',
  category: 'simple',
  make({ names }, draw) {
    const found = draw.one(names);
    if (found === undefined) return { rejected: 'no-fitting-name' };
    const { name, file } = found;
    const question = draw.one([
      `In which file of the workspace does \`${name}\` occur?`,
      `Search the whole workspace for \`${name}\`.`,
      `Find the lines, in any file, that contain \`${name}\`.`,
    ]);
    return { question, language: file.language, expected: [searchCall(name)] };
  },
};
