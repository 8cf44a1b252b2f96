/** Several calls that do not depend on each other. */
import type { CallTemplate } from './callTemplate.ts';
import { listCall, readCall, searchCall } from './expectedArguments.ts';

export const readTwo: CallTemplate = {
  id: 'read-two',
  category: 'parallel',
  make({ files }, draw) {
    const [first, second] = draw.some(files, 2);
    if (first === undefined || second === undefined) return { rejected: 'no-fitting-file' };
    const question = draw.one([
      `Read \`${first.path}\` and \`${second.path}\`, both at once.`,
      `I want to compare \`${first.path}\` with \`${second.path}\`. Get the whole of both files in one step.`,
      `Show me these two files, with calls at the same time: \`${first.path}\`, \`${second.path}\`.`,
    ]);
    return { question, language: first.language, expected: [readCall(first), readCall(second)] };
  },
};

export const searchTwo: CallTemplate = {
  id: 'search-two',
  category: 'parallel',
  make({ names }, draw) {
    const [first, second] = draw.some(names, 2);
    if (first === undefined || second === undefined) return { rejected: 'no-fitting-name' };
    const question = draw.one([
      `Search the whole workspace for \`${first.name}\` and, in a search of its own at the same time, for \`${second.name}\`.`,
      `Make two searches of the whole workspace at once: one for \`${first.name}\`, one for \`${second.name}\`.`,
      `Where in the workspace is \`${first.name}\`, and where is \`${second.name}\`? Search for each by itself, both in one step.`,
    ]);
    const expected = [searchCall(first.name), searchCall(second.name)];
    return { question, language: first.file.language, expected };
  },
};

export const listAndRead: CallTemplate = {
  id: 'list-and-read',
  category: 'parallel',
  make({ files, folders }, draw) {
    const file = draw.one(files);
    const folder = draw.one(folders);
    if (file === undefined) return { rejected: 'no-fitting-file' };
    if (folder === undefined) return { rejected: 'no-fitting-folder' };
    const question = draw.one([
      `List the files of the folder \`${folder}\` and read \`${file.path}\`, both in one step.`,
      `At the same time: show me what is in \`${file.path}\`, and which files there are below \`${folder}\`.`,
      `I need two things at once: the content of \`${file.path}\` and a list of all files in the directory \`${folder}\`.`,
    ]);
    return { question, language: file.language, expected: [listCall({ folder }), readCall(file)] };
  },
};
