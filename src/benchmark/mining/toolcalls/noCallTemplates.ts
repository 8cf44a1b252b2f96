/** What no tool is needed for, and what no tool can be called for yet: in both cases the model must answer in words. */
import type { CallTemplate } from './callTemplate.ts';

export const convertName: CallTemplate = {
  id: 'convert-name',
  category: 'irrelevance',
  make({ names }, draw) {
    const found = draw.one(names.filter(({ name }) => /^[a-z]+(?:[A-Z][a-z]+)+$/.test(name)));
    if (found === undefined) return { rejected: 'no-fitting-name' };
    const question = draw.one([
      `How would the name \`${found.name}\` be written in snake case? Answer with the name alone.`,
      `Write \`${found.name}\` in capitals with underscores between its words. I only want to see the name; change no file.`,
      `How many words is the camel-case name \`${found.name}\` made of? Just tell me the number.`,
    ]);
    return { question, language: found.file.language, expected: [] };
  },
};

export const takePathApart: CallTemplate = {
  id: 'take-path-apart',
  category: 'irrelevance',
  make({ files }, draw) {
    const file = draw.one(files.filter(({ path }) => path.includes('/')));
    if (file === undefined) return { rejected: 'no-fitting-file' };
    const question = draw.one([
      `What is the last part of the path \`${file.path}\`, without what comes before it? It is only about how the path is written.`,
      `How many slashes does the text \`${file.path}\` contain?`,
      `Write the path \`${file.path}\` with backslashes, as on Windows. I only want to see how it looks.`,
    ]);
    return { question, language: file.language, expected: [] };
  },
};

const askFirst = 'If something is missing that only I can know, ask me for it before you do anything.';

export const editUnsaid: CallTemplate = {
  id: 'edit-unsaid',
  category: 'missing-argument',
  make({ names }, draw) {
    const found = draw.one(names);
    if (found === undefined) return { rejected: 'no-fitting-name' };
    const { name, file } = found;
    const question = draw.one([
      `You have read \`${file.path}\`. Rename \`${name}\` in it to the name that I thought of this morning. ${askFirst}`,
      `In \`${file.path}\`, whose content you know, put the text from my clipboard in the place of \`${name}\`. ${askFirst}`,
    ]);
    return { question, language: file.language, expected: [] };
  },
};

export const searchUnsaid: CallTemplate = {
  id: 'search-unsaid',
  category: 'missing-argument',
  make({ folders }, draw) {
    const folder = draw.one(folders);
    if (folder === undefined) return { rejected: 'no-fitting-folder' };
    const question = draw.one([
      `Search the folder \`${folder}\` for the word that I have in mind. ${askFirst}`,
      `Find the lines below \`${folder}\` that contain the name my colleague told me on the phone. ${askFirst}`,
    ]);
    return { question, expected: [] };
  },
};

export const readUnsaid: CallTemplate = {
  id: 'read-unsaid',
  category: 'missing-argument',
  make({ files }, draw) {
    const file = draw.one(files);
    if (file === undefined) return { rejected: 'no-fitting-file' };
    const question = draw.one([
      `Show me only those lines of \`${file.path}\` whose numbers are on the note on my desk. ${askFirst}`,
      `Compare nothing yet: I want to see some lines of \`${file.path}\`, but I have not told you their numbers. ${askFirst}`,
    ]);
    return { question, language: file.language, expected: [] };
  },
};
